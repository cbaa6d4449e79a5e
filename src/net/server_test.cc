#include "net/server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <random>
#include <thread>

#include "base/file.h"
#include "net/client.h"

namespace net {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

base::Fd connect_to(std::uint16_t port) {
  base::Fd fd(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  EXPECT_EQ(0, ::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address));
  return fd;
}

void send_bytes(const base::Fd& fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has closed; what it said is still to be read
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

// What arrives until the server closes, or until `until` is seen; fails after ten seconds of silence.
std::string receive(const base::Fd& fd, std::string_view until = "\x01never") {
  std::string text;
  char buffer[65536];
  while (text.find(until) == std::string::npos) {
    pollfd waiting{.fd = fd.get(), .events = POLLIN};
    if (::poll(&waiting, 1, 10'000) != 1) {
      ADD_FAILURE() << "the server is silent after: " << text.substr(0, 300);
      return text;
    }
    const ssize_t count = ::recv(fd.get(), buffer, sizeof buffer, 0);
    if (count <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
  }
  return text;
}

class ServerTest : public testing::Test {
 protected:
  void start(Handler handler, Limits limits = {}) {
    auto started = Server::start({.limits = limits}, clock_, std::move(handler));
    ASSERT_TRUE(started.ok()) << started.error().message;
    server_ = *std::move(started);
  }
  base::Fd connect() { return connect_to(server_->port()); }
  std::string exchange(std::string_view request) {
    const base::Fd fd = connect();
    send_bytes(fd, request);
    return receive(fd);
  }

  base::ManualClock clock_{base::from_micros(1'700'000'000'000'000)};
  std::unique_ptr<Server> server_;
};

Response text(std::string body) {
  return {.body = std::move(body)};
}

// Answers with the body, or with the error that reading it gave.
Response echo(Request& request) {
  base::Result<std::string> body = base::read_all(*request.body, 64 << 20);
  if (!body.ok()) return {.status = body.error().status, .body = body.error().code};
  return text(*std::move(body));
}

class Counting final : public base::ByteSource {
 public:
  explicit Counting(int pieces, bool breaks = false) : pieces_(pieces), breaks_(breaks) {}
  base::Result<std::size_t> read(std::span<char> into) override {
    if (pieces_ == 0 && breaks_) return base::failure("the disk is gone");
    if (pieces_ == 0) return std::size_t{0};
    --pieces_;
    std::fill_n(into.begin(), 1000, 'x');
    return std::size_t{1000};
  }

 private:
  int pieces_;
  bool breaks_;
};

TEST_F(ServerTest, ClientsThatStallInTheirBodiesKeepNobodyElseWaiting) {
  start(echo);
  std::vector<base::Fd> stalled;
  for (int i = 0; i < 100; ++i) {
    stalled.push_back(connect());
    send_bytes(stalled.back(), "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhell");
  }
  EXPECT_THAT(exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  for (const base::Fd& fd : stalled) send_bytes(fd, "o");
  for (const base::Fd& fd : stalled) EXPECT_THAT(receive(fd, "hello"), HasSubstr("hello"));
}

TEST_F(ServerTest, AHandlerSeesTheTargetAsSentAndTheHeadersInTheirOrder) {
  start([](Request& request) {
    std::string seen = request.method + "|" + request.path + "|" + request.query;
    for (const auto& [name, value] : request.headers.fields()) seen += "|" + name + "=" + value;
    return text(seen);
  });
  const std::string answer = exchange(
      "GET /a%20b//c?x=%2F&y HTTP/1.1\r\nHost: h\r\nX-B: 1\r\nx-a:  2 \r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("GET|/a%20b//c|x=%2F&y|Host=h|X-B=1|x-a=2"));
  EXPECT_THAT(answer, HasSubstr("Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n"));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
}

TEST_F(ServerTest, AnAbsoluteTargetReplacesHost) {
  start([](Request& request) { return text(std::string(*request.headers.find("host")) + request.path); });
  EXPECT_THAT(exchange("GET http://evil.example/p HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
              HasSubstr("evil.example/p"));
}

TEST_F(ServerTest, RequestsOfOneConnectionAreAnsweredInOrderEvenWhenSentTogether) {
  start(echo);
  std::string requests;
  for (int i = 0; i < 20; ++i)
    requests += fmt::format("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n{:04}", i);
  requests += "GET / HTTP/1.0\r\n\r\n";
  const std::string answers = exchange(requests);
  std::size_t position = 0;
  for (int i = 0; i < 20; ++i) {
    position = answers.find(fmt::format("\r\n\r\n{:04}", i), position);
    ASSERT_NE(std::string::npos, position) << i;
  }
}

TEST_F(ServerTest, ABodyIsStreamedWithALengthAndInChunks) {
  start(echo);
  const std::string large(5'000'000, 'b');
  EXPECT_THAT(
      exchange("PUT / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 5000000\r\n\r\n" + large),
      testing::EndsWith("\r\n\r\n" + large));
  EXPECT_THAT(exchange("PUT / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"),
              testing::EndsWith("\r\n\r\nhello world"));
}

TEST_F(ServerTest, AClientThatExpectsContinueIsToldToGoOnWhenTheBodyIsRead) {
  start(echo);
  const base::Fd fd = connect();
  send_bytes(fd, "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ("HTTP/1.1 100 Continue\r\n\r\n", receive(fd, "\r\n\r\n"));
  send_bytes(fd, "ok");
  EXPECT_THAT(receive(fd, "\r\n\r\nok"), AllOf(StartsWith("HTTP/1.1 200 OK"), HasSubstr("keep-alive")));
}

// botocore sends empty objects so, and misreads the connection's next answer when it is not told to go on.
TEST_F(ServerTest, AClientThatExpectsContinueForAnEmptyBodyIsToldToGoOnOrLosesTheConnection) {
  start([](Request& request) { return request.path == "/read" ? echo(request) : text("unread"); });
  const std::string head = " HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n";
  const base::Fd fd = connect();
  send_bytes(fd, "PUT /read" + head);
  EXPECT_THAT(receive(fd, "keep-alive\r\n\r\n"),
              StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
  send_bytes(fd, "PUT /unread" + head);
  EXPECT_THAT(receive(fd),
              AllOf(HasSubstr("unread"), HasSubstr("Connection: close"), Not(HasSubstr("100 Continue"))));
}

TEST_F(ServerTest, AClientThatExpectsContinueIsRefusedWithoutItsBody) {
  start([](Request&) { return Response{.status = 403, .body = std::string("no")}; });
  const base::Fd fd = connect();
  send_bytes(fd, "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_THAT(receive(fd), AllOf(StartsWith("HTTP/1.1 403 Forbidden"), HasSubstr("Connection: close"),
                                 Not(HasSubstr("100 Continue"))));
}

TEST_F(ServerTest, ASmallUnreadBodyIsReadAwayAndTheConnectionLivesOn) {
  start([](Request& request) { return text("<" + request.path + ">"); });
  EXPECT_THAT(exchange("PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nGET /GET /2 HTTP/1.1\r\nHost: "
                       "h\r\nConnection: close\r\n\r\n"),
              AllOf(HasSubstr("</1>"), HasSubstr("</2>")));
}

// Where the next request begins cannot be told, so no more is promised, and what follows is not answered.
TEST_F(ServerTest, AnUnreadOrBrokenChunkedBodyEndsTheConnection) {
  const std::string next = "GET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  const std::string head = "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  start([](Request& request) { return request.path == "/read" ? echo(request) : text(request.path); },
        {.linger = milliseconds(100)});
  EXPECT_THAT(exchange(head + "5\r\nhello\r\n0\r\n\r\n" + next),
              AllOf(HasSubstr("Connection: close"), Not(HasSubstr("/next"))));
  EXPECT_THAT(exchange("PUT /read" + head.substr(5) + "zz\r\n" + next),
              AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("Connection: close"), Not(HasSubstr("/next"))));
}

TEST_F(ServerTest, AChunkedBodyThatWasReadLeavesTheConnectionOpen) {
  start(echo);
  EXPECT_THAT(
      exchange("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
               "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnext"),
      AllOf(HasSubstr("keep-alive\r\n\r\nhello"), testing::EndsWith("next")));
}

TEST_F(ServerTest, AnExpectationInHttp10IsIgnored) {
  start(echo);
  EXPECT_THAT(exchange("PUT / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok"),
              AllOf(StartsWith("HTTP/1.1 200"), testing::EndsWith("ok")));
}

TEST_F(ServerTest, ALargeUnreadBodyEndsTheConnectionButTheAnswerIsSeen) {
  start([](Request&) { return Response{.status = 404, .body = std::string("no such bucket")}; });
  const base::Fd fd = connect();
  send_bytes(fd, "PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 50000000\r\n\r\n");
  send_bytes(fd, std::string(50'000'000, 'x'));
  EXPECT_THAT(receive(fd), AllOf(HasSubstr("no such bucket"), HasSubstr("Connection: close")));
}

TEST_F(ServerTest, AHalfClosedClientStillGetsItsAnswer) {
  start(echo);
  const base::Fd fd = connect();
  send_bytes(fd, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
  ::shutdown(fd.get(), SHUT_WR);
  EXPECT_THAT(receive(fd), testing::EndsWith("\r\n\r\nabc"));
}

TEST_F(ServerTest, AClientThatVanishesInsideItsBodyGivesTheHandlerAnError) {
  start(echo);
  const base::Fd fd = connect();
  send_bytes(fd, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
  ::shutdown(fd.get(), SHUT_WR);
  EXPECT_THAT(receive(fd), AllOf(StartsWith("HTTP/1.1 400"), testing::EndsWith("BodyIncomplete")));
}

TEST_F(ServerTest, ABodyThatStallsGivesTheHandlerAnError) {
  start(echo, {.stall = milliseconds(100)});
  const base::Fd fd = connect();
  send_bytes(fd, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_THAT(receive(fd), AllOf(StartsWith("HTTP/1.1 400"), testing::EndsWith("BodyTooSlow")));
}

// A piece in time, again and again, and yet never done.
TEST_F(ServerTest, ABodyThatTricklesGivesTheHandlerAnErrorAndOneThatMovesDoesNot) {
  start(echo, {.stall = std::chrono::seconds(5), .body_time = milliseconds(200), .body_rate = 10'000});
  const auto send_pieces = [&](std::string_view piece) {
    const base::Fd fd = connect();
    send_bytes(fd, fmt::format("PUT / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                               piece.size() * 20));
    for (int i = 0; i < 20; ++i) {
      send_bytes(fd, piece);
      std::this_thread::sleep_for(milliseconds(25));
    }
    return receive(fd);
  };
  EXPECT_THAT(send_pieces("x"), AllOf(StartsWith("HTTP/1.1 400"), testing::EndsWith("BodyTooSlow")));
  EXPECT_THAT(send_pieces(std::string(10'000, 'x')), StartsWith("HTTP/1.1 200"));
}

TEST_F(ServerTest, AnEndlessChunkExtensionOrTrailerIsRefusedBeforeItFillsTheMemory) {
  start(echo, {.linger = milliseconds(100)});
  for (const char* beginning : {"5;x=", "5\r\nhello\r\n0\r\nX-Trailer: "}) {
    const base::Fd fd = connect();
    send_bytes(fd,
               fmt::format("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{}", beginning));
    for (int i = 0; i < 100; ++i) send_bytes(fd, std::string(10'000, 'x'));
    EXPECT_THAT(receive(fd), AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("Connection: close"),
                                   testing::EndsWith("BodyBroken")))
        << beginning;
  }
}

TEST_F(ServerTest, ABrokenChunkIsTheClientsFault) {
  start(echo);
  EXPECT_THAT(exchange("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello"),
              AllOf(StartsWith("HTTP/1.1 400"), testing::EndsWith("BodyBroken")));
}

TEST_F(ServerTest, AHeaderSectionBeyondTheLimitIs431) {
  start(echo, {.header_section = 1000});
  EXPECT_THAT(exchange("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(2000, 'x') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431 "));
}

TEST_F(ServerTest, AHeaderSectionThatDoesNotArriveIs408AndAnIdleConnectionIsClosedInSilence) {
  start(echo, {.idle = milliseconds(100), .header_time = milliseconds(100)});
  EXPECT_EQ("", exchange(""));
  EXPECT_THAT(exchange("GET / HTTP/1.1\r\nHost:"), StartsWith("HTTP/1.1 408 "));
}

TEST_F(ServerTest, WhatIsNoRequestIsToldSo) {
  start(echo);
  for (const char* nonsense :
       {"\x16\x03\x01\x02 TLS\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
        "GET nopath HTTP/1.1\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\nHost h\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"})
    EXPECT_THAT(exchange(nonsense), StartsWith("HTTP/1.1 400 ")) << nonsense;
}

// RFC 9112, section 6: what one server takes for a body must not be a request to another.
TEST_F(ServerTest, ABodyWhoseLengthIsInDoubtIsRefusedAndTheConnectionEnds) {
  start([](Request& request) { return text(request.path); }, {.linger = milliseconds(100)});
  for (const char* fields :
       {"Transfer-Encoding: xchunked", "Transfer-Encoding: identity", "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding:", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: chunked\r\nContent-Length: 3", "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Content-Length: 3\r\nTransfer-Encoding: xchunked", "Content-Length: 9223372036854775808",
        "Content-Length: 18446744073709551616", "Content-Length: +3", "Content-Length: 3, 4"})
    EXPECT_THAT(exchange(fmt::format("PUT /first HTTP/1.1\r\nHost: h\r\n{}\r\n\r\n0\r\n\r\n"
                                     "GET /second HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                                     fields)),
                AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("Connection: close"), Not(HasSubstr("/first")),
                      Not(HasSubstr("/second"))))
        << fields;
  EXPECT_THAT(exchange("PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 400 "));
}

TEST_F(ServerTest, GarbageNeverStopsTheServer) {
  start(echo, {.header_time = milliseconds(50), .stall = milliseconds(50), .linger = milliseconds(20)});
  std::mt19937 random(7);
  const std::string good =
      "PUT /a?b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nExpect: "
      "100-continue\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  for (int round = 0; round < 300; ++round) {
    std::string bytes = good;
    for (int change = 0; change < 1 + round % 7; ++change)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    if (round % 3 == 0) bytes.resize(random() % bytes.size());
    const base::Fd fd = connect();
    send_bytes(fd, bytes);
    if (round % 2 == 0) ::shutdown(fd.get(), SHUT_WR);
  }
  EXPECT_THAT(exchange("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"),
              testing::EndsWith("ok"));
}

TEST_F(ServerTest, HeadStatesTheLengthAndSendsNoBody) {
  start([](Request&) { return Response{.body = std::string("body"), .stated_length = 12345}; });
  EXPECT_THAT(exchange("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              AllOf(HasSubstr("Content-Length: 12345\r\n"), testing::EndsWith("\r\n\r\n")));
}

TEST_F(ServerTest, AFileSliceIsSentFromTheFile) {
  const std::string path = testing::TempDir() + "/slice";
  std::string bytes;
  for (int i = 0; bytes.size() < 10'000'000; ++i) bytes += std::to_string(i);
  ASSERT_TRUE(base::replace_file(path, bytes).ok());
  start([&](Request&) {
    base::FileSlice slice{.file = *base::open_file(path, O_RDONLY), .offset = 10, .length = 9'000'000};
    return Response{.status = 206, .body = std::move(slice)};
  });
  const std::string answer = exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 9000000\r\n"));
  EXPECT_EQ(bytes.substr(10, 9'000'000), answer.substr(answer.find("\r\n\r\n") + 4));
}

TEST_F(ServerTest, AFileThatEndsEarlyBreaksTheConnection) {
  const std::string path = testing::TempDir() + "/short";
  ASSERT_TRUE(base::replace_file(path, "short").ok());
  start([&](Request&) {
    return Response{.body = base::FileSlice{.file = *base::open_file(path, O_RDONLY), .length = 100}};
  });
  EXPECT_THAT(exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n"), testing::EndsWith("\r\n\r\nshort"));
}

TEST_F(ServerTest, ASourceIsSentInChunksAndItsFailureIsSeen) {
  start([](Request& request) {
    return Response{.body = std::make_unique<Counting>(3, request.path == "/breaks")};
  });
  const std::string piece = "3e8\r\n" + std::string(1000, 'x') + "\r\n";
  EXPECT_THAT(exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              AllOf(HasSubstr("Transfer-Encoding: chunked\r\n"),
                    testing::EndsWith("\r\n\r\n" + piece + piece + piece + "0\r\n\r\n")));
  EXPECT_THAT(exchange("GET /breaks HTTP/1.1\r\nHost: h\r\n\r\n"), testing::EndsWith(piece));
  EXPECT_THAT(exchange("GET / HTTP/1.0\r\n\r\n"),
              AllOf(Not(HasSubstr("chunked")), testing::EndsWith(std::string(3000, 'x'))));
}

TEST_F(ServerTest, AnswersWithoutABodyStateNoLength) {
  start([](Request& request) { return Response{.status = request.path == "/304" ? 304 : 204}; });
  for (const char* path : {"/204", "/304"})
    EXPECT_THAT(exchange(fmt::format("GET {} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", path)),
                AllOf(Not(HasSubstr("Content-Length")), Not(HasSubstr("chunked"))));
}

TEST_F(ServerTest, AHeaderValueCannotEndItsLine) {
  start([](Request&) {
    Response response;
    response.headers.add("Content-Type", "a\r\nSet-Cookie: b");
    return response;
  });
  EXPECT_THAT(exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              HasSubstr("Content-Type: a  Set-Cookie: b\r\n"));
}

TEST_F(ServerTest, OneConnectionTooManyIsTold503) {
  start(echo, {.connections = 1, .linger = milliseconds(10)});
  const base::Fd first = connect();
  send_bytes(first, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  receive(first, "\r\n\r\n");
  EXPECT_THAT(exchange(""), StartsWith("HTTP/1.1 503 "));
}

TEST_F(ServerTest, ThoseWhoAreTurnedAwayTakeNoRoomAndAreFewAtATime) {
  start(echo, {.connections = 1, .turned_away = 1, .linger = std::chrono::seconds(5)});
  base::Fd first = connect();
  send_bytes(first, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  receive(first, "\r\n\r\n");
  const base::Fd told = connect();
  EXPECT_THAT(receive(told), StartsWith("HTTP/1.1 503 "));  // and it stays, lingering
  EXPECT_EQ("", exchange(""));
  EXPECT_EQ(1, server_->load().connections);
  first = base::Fd();
  while (server_->load().connections > 0) std::this_thread::yield();
  EXPECT_THAT(exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 200 "));
}

TEST_F(ServerTest, StopLetsARequestEndAndClosesIdleConnections) {
  std::atomic<bool> entered = false, may_end = false;
  start([&](Request&) {
    entered = true;
    entered.notify_all();
    may_end.wait(false);
    return text("done");
  });
  const base::Fd idle = connect();
  const base::Fd busy = connect();
  send_bytes(busy, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  entered.wait(false);
  std::thread stopping([&] { server_->stop(std::chrono::seconds(10)); });
  EXPECT_EQ("", receive(idle));
  may_end = true;
  may_end.notify_all();
  EXPECT_THAT(receive(busy), AllOf(HasSubstr("Connection: close"), testing::EndsWith("done")));
  stopping.join();
}

TEST_F(ServerTest, StopCutsAClientThatKeepsARequestOpenBeyondThePatience) {
  std::string code;
  start([&](Request& request) {
    const auto body = base::read_all(*request.body, 100);
    code = body.ok() ? "ok" : body.error().code;
    return text("");
  });
  const base::Fd fd = connect();
  send_bytes(fd, "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
  receive(fd, "\r\n\r\n");
  server_->stop(milliseconds(50));
  EXPECT_EQ("BodyIncomplete", code);
}

TEST_F(ServerTest, ManyClientsAtOnceAreAllAnswered) {
  start(echo);
  std::atomic<int> right = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 40; ++i)
    clients.emplace_back([&, i] {
      const std::string body = fmt::format("{:0>100000}", i);
      const std::string answer =
          exchange("PUT / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n" + body);
      if (answer.ends_with("\r\n\r\n" + body)) ++right;
    });
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(40, right);
}

TEST_F(ServerTest, APortInUseIsSaidSo) {
  start(echo);
  const auto second = Server::start({.port = server_->port()}, clock_, echo);
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(second.error().message,
              AllOf(HasSubstr(std::to_string(server_->port())), HasSubstr("Address already in use")));
}

TEST_F(ServerTest, TheClientFetchesTextAndChunks) {
  start([](Request& request) {
    if (request.path == "/chunks") return Response{.body = std::make_unique<Counting>(2)};
    return Response{.status = 404,
                    .body = std::string("none at ") + std::string(*request.headers.find("Host"))};
  });
  const Endpoint endpoint = *Endpoint::parse(server_->url());
  const Answer none = *fetch(endpoint, "GET", "/x", std::chrono::seconds(5));
  EXPECT_EQ(404, none.status);
  EXPECT_EQ(fmt::format("none at 127.0.0.1:{}", server_->port()), none.body);
  EXPECT_EQ(std::string(2000, 'x'), fetch(endpoint, "GET", "/chunks", std::chrono::seconds(5))->body);
}

TEST_F(ServerTest, TheClientSaysWhomItCouldNotReach) {
  start(echo);
  const Endpoint endpoint{.host = "127.0.0.1", .port = server_->port()};
  server_.reset();
  const auto answer = fetch(endpoint, "GET", "/", std::chrono::seconds(5));
  ASSERT_FALSE(answer.ok());
  EXPECT_THAT(answer.error().message, HasSubstr("Connection refused"));
}

TEST(EndpointTest, IsHostAndPortOfAnHttpUrl) {
  EXPECT_EQ("::1", Endpoint::parse("http://[::1]:4566/")->host);
  EXPECT_EQ(4566, Endpoint::parse("http://localhost:4566")->port);
  EXPECT_EQ(80, Endpoint::parse("http://localhost")->port);
  for (const char* wrong : {"", "localhost:4566", "https://localhost", "http://", "http://a:0", "http://a:x",
                            "http://[::1", "http://a/b"})
    EXPECT_FALSE(Endpoint::parse(wrong).ok()) << wrong;
}

}  // namespace
}  // namespace net
