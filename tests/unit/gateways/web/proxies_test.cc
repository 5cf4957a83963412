#include "gateways/web/proxies.h"

#include <gtest/gtest.h>

namespace amtslotse::gateways::web {
namespace {

Proxies Known(std::string_view list) {
  auto proxies = Proxies::Parse(list);
  EXPECT_TRUE(proxies.ok()) << proxies.status();
  return *std::move(proxies);
}

TEST(Proxies, OnlyAKnownOneIsBelieved) {
  const Proxies proxies = Known("127.0.0.1, ::1");
  EXPECT_EQ(proxies.ClientOf("127.0.0.1", "203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(proxies.ClientOf("::1", "2001:db8::7"), "2001:db8::7");
  EXPECT_EQ(proxies.ClientOf("::ffff:127.0.0.1", "203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(proxies.ClientOf("192.0.2.9", "203.0.113.7"), "192.0.2.9");
  EXPECT_EQ(Known("").ClientOf("127.0.0.1", "203.0.113.7"), "127.0.0.1");
}

TEST(Proxies, WhatStandsBeforeTheLastForeignAddressMayBeMadeUp) {
  const Proxies proxies = Known("127.0.0.1,10.0.0.0/8");
  EXPECT_EQ(proxies.ClientOf("127.0.0.1", "198.51.100.1, 203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(proxies.ClientOf("127.0.0.1", "198.51.100.1, 203.0.113.7, 10.1.2.3"), "203.0.113.7");
}

TEST(Proxies, WithoutAnAddressItIsTheProxyItself) {
  const Proxies proxies = Known("127.0.0.1,10.0.0.0/8");
  EXPECT_EQ(proxies.ClientOf("127.0.0.1", ""), "127.0.0.1");
  EXPECT_EQ(proxies.ClientOf("127.0.0.1", "unknown"), "127.0.0.1");
  EXPECT_EQ(proxies.ClientOf("127.0.0.1", "203.0.113.7, <script>"), "127.0.0.1");
  EXPECT_EQ(proxies.ClientOf("127.0.0.1", "10.9.9.9"), "10.9.9.9");
}

TEST(Proxies, NetworksEndAtTheirBits) {
  const Proxies proxies = Known("172.16.0.0/12,fd00::/8");
  EXPECT_EQ(proxies.ClientOf("172.31.255.1", "203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(proxies.ClientOf("172.32.0.1", "203.0.113.7"), "172.32.0.1");
  EXPECT_EQ(proxies.ClientOf("fd12::1", "203.0.113.7"), "203.0.113.7");
}

TEST(Proxies, AWrongOneIsNamed) {
  for (const char* list : {"10.0.0.0/33", "10.0.0.0/", "10.0.0", "::1/129", "nginx"})
    EXPECT_EQ(Proxies::Parse(list).status().code(), absl::StatusCode::kInvalidArgument) << list;
}

TEST(Proxies, OursAreKnown) {
  const Proxies proxies = Known("127.0.0.1,10.0.0.0/8");
  EXPECT_TRUE(proxies.Knows("127.0.0.1"));
  EXPECT_TRUE(proxies.Knows("::ffff:10.1.2.3"));
  EXPECT_FALSE(proxies.Knows("203.0.113.7"));
  EXPECT_FALSE(proxies.Knows("unknown"));
}

TEST(SubscriberOf, OfLongAddressesAnybodyHasAsManyAsTheyLike) {
  EXPECT_EQ(SubscriberOf("2001:db8:1:2::7"), "2001:db8:1:2::/64");
  EXPECT_EQ(SubscriberOf("2001:db8:1:2:ffff::1"), SubscriberOf("2001:db8:1:2::7"));
  EXPECT_NE(SubscriberOf("2001:db8:1:3::7"), SubscriberOf("2001:db8:1:2::7"));
  EXPECT_EQ(SubscriberOf("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(SubscriberOf("::ffff:203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(SubscriberOf("somewhere"), "somewhere");
}

}  // namespace
}  // namespace amtslotse::gateways::web
