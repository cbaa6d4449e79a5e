#include "engine/channel.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "base/file.h"
#include "engine/worker_protocol.pb.h"

namespace engine {
namespace {

struct Ends {
  Ends() : Ends(Channel::socket_pair().value()) {}
  explicit Ends(std::pair<base::Fd, base::Fd> sockets)
      : raw_here(sockets.first.get()), here(std::move(sockets.first)), there(std::move(sockets.second)) {}
  int raw_here;
  Channel here;
  Channel there;
};

protocol::ToServer failed(std::string message) {
  protocol::ToServer out;
  out.mutable_failed()->set_message(std::move(message));
  return out;
}

TEST(Channel, messages_arrive_whole_and_in_order) {
  Ends ends;
  ASSERT_TRUE(ends.here.send(failed("one")));
  ASSERT_TRUE(ends.here.send(failed("two")));
  protocol::ToServer got;
  ASSERT_TRUE(ends.there.receive(got));
  EXPECT_EQ(got.failed().message(), "one");
  ASSERT_TRUE(ends.there.receive(got));
  EXPECT_EQ(got.failed().message(), "two");
}

TEST(Channel, a_message_larger_than_the_socket_buffer_arrives) {
  Ends ends;
  const std::string large(20'000'000, 'x');
  std::jthread sender([&] { EXPECT_TRUE(ends.here.send(failed(large))); });
  protocol::ToServer got;
  ASSERT_TRUE(ends.there.receive(got));
  EXPECT_EQ(got.failed().message(), large);
}

TEST(Channel, descriptors_stay_with_their_message) {
  Ends ends;
  int pipe_ends[2];
  ASSERT_EQ(::pipe2(pipe_ends, O_CLOEXEC), 0);
  const base::Fd read_end(pipe_ends[0]);
  base::Fd write_end(pipe_ends[1]);
  ASSERT_TRUE(ends.here.send(failed("before")));
  ASSERT_TRUE(ends.here.send(failed("with"), std::span(pipe_ends + 1, 1)));
  ASSERT_TRUE(ends.here.send(failed("after")));

  protocol::ToServer got;
  EXPECT_EQ(ends.there.receive(got)->files.size(), 0u);
  auto with = ends.there.receive(got);
  ASSERT_TRUE(with);
  EXPECT_EQ(got.failed().message(), "with");
  ASSERT_EQ(with->files.size(), 1u);
  ASSERT_TRUE(base::write_fully(with->files[0].get(), "hello"));
  char buffer[5];
  EXPECT_EQ(::read(read_end.get(), buffer, sizeof buffer), 5);
  EXPECT_EQ(ends.there.receive(got)->files.size(), 0u);
}

TEST(Channel, the_end_between_messages_is_no_error) {
  Ends ends;
  ends.here.shut_down();
  protocol::ToServer got;
  auto received = ends.there.receive(got);
  ASSERT_TRUE(received);
  EXPECT_TRUE(received->at_end);
}

TEST(Channel, the_end_inside_a_message_is_an_error) {
  Ends ends;
  const char half_header[] = {1, 0, 0, 0, 0};
  ASSERT_EQ(::send(ends.raw_here, half_header, sizeof half_header, 0), 5);
  ends.here.shut_down();
  protocol::ToServer got;
  EXPECT_FALSE(ends.there.receive(got));
}

TEST(Channel, bytes_that_are_no_message_are_an_error) {
  Ends ends;
  const unsigned char frame[] = {2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  ASSERT_EQ(::send(ends.raw_here, frame, sizeof frame, 0), 10);
  protocol::ToServer got;
  EXPECT_FALSE(ends.there.receive(got));
}

TEST(Channel, sending_to_a_closed_end_is_an_error_and_no_signal) {
  auto sockets = Channel::socket_pair().value();
  Channel here(std::move(sockets.first));
  sockets.second.reset();
  EXPECT_FALSE(here.send(failed("nobody hears this")));
}

}  // namespace
}  // namespace engine
