# The shells around the libraries include much generated code: headers are most of what compiling them costs. So they are
# compiled four files at a time, which takes a third of the time; -DAMTSLOTSE_TOGETHER=OFF compiles each by itself, as tools
# want it that read compile_commands.json. Names in unnamed namespaces must not meet within such four.
option(AMTSLOTSE_TOGETHER "Compile shells several files at a time" ON)

function(amtslotse_compile_together)
  if(AMTSLOTSE_TOGETHER)
    set_target_properties(${ARGN} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 4)
  endif()
endfunction()
