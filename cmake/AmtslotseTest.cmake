include(GoogleTest)

# One GoogleTest program, its cases known to CTest one by one.
#   amtslotse_add_test(nlu_test SOURCES a_test.cc b_test.cc LIBS amtslotse_nlu)
# Tests run from the repository's root, so that they find data files by their repository path.
function(amtslotse_add_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} amtslotse_warnings GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} DISCOVERY_TIMEOUT 300
                       PROPERTIES TIMEOUT 300)
endfunction()
