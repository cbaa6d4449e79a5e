#include "net/response_writer.h"

#include <sys/sendfile.h>

#include <algorithm>
#include <array>

#include "base/log.h"
#include "base/text.h"

namespace net {
namespace {

constexpr std::size_t kSlice = 256 * 1024;  // what must move within the stall limit
constexpr std::size_t kSourceBuffer = 256 * 1024;
constexpr std::size_t kFileBuffer = 16 * 1024;

bool has_no_body(int status) {
  return status < 200 || status == 204 || status == 304;
}

bool is_ours(std::string_view header) {
  for (const std::string_view ours : {"connection", "content-length", "transfer-encoding", "date"})
    if (base::iequals(header, ours)) return true;
  return false;
}

// A value may come from a request's decoded query: it must not be able to end the line.
void append_clean(std::string& text, std::string_view value) {
  for (const char c : value) text += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
}

std::optional<std::int64_t> body_length(const Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body); text && !response.stated_length)
    return static_cast<std::int64_t>(text->size());
  if (const auto* slice = std::get_if<base::FileSlice>(&response.body)) return slice->length;
  return response.stated_length;
}

// Writes everything, giving each slice the time limit anew: a slow client may take long for a large answer,
// but must move.
template <std::size_t N>
asio::awaitable<bool> write_slices(TimedSocket& socket, std::array<std::string_view, N> pieces,
                                   const Limits& limits) {
  for (;;) {
    std::array<asio::const_buffer, N> buffers;
    std::size_t total = 0;
    for (std::size_t i = 0; i < N; ++i) {
      const std::size_t size = std::min(pieces[i].size(), kSlice - std::min(total, kSlice));
      buffers[i] = asio::const_buffer(pieces[i].data(), size);
      total += size;
    }
    if (total == 0) co_return true;
    socket.expires_after(limits.stall);
    auto [error, written] = co_await socket->async_write_some(buffers, kAsTuple);
    if (error) co_return false;
    for (std::string_view& piece : pieces) {
      const std::size_t part = std::min(piece.size(), written);
      piece.remove_prefix(part);
      written -= part;
    }
  }
}

// Sources do not throw; a library below one that does must not take the server along.
base::Result<std::size_t> guarded_read(base::ByteSource& source, std::span<char> into) {
  try {
    return source.read(into);
  } catch (const std::exception& exception) {
    return base::failure("an exception reached the server: {}", exception.what());
  }
}

}  // namespace

asio::awaitable<bool> ResponseWriter::write(Response response, Form form) {
  const std::optional<std::int64_t> length = body_length(response);
  if (!length && !form.can_chunk) form.keep_alive = KeepAlive::No;
  const std::string text = head(response, form, length);
  bool sent = false;
  if (form.head_only || has_no_body(response.status)) {
    sent = co_await write_text(text, {});
  } else if (const auto* body = std::get_if<std::string>(&response.body)) {
    sent = co_await write_text(text, *body);
  } else if (const auto* slice = std::get_if<base::FileSlice>(&response.body)) {
    sent = co_await write_file(text, *slice);
  } else {
    sent = co_await write_source(text, *std::get<2>(response.body), form, length);
  }
  socket_.expires_never();
  co_return sent;
}

std::string ResponseWriter::head(const Response& response, const Form& form,
                                 std::optional<std::int64_t> length) const {
  std::string text = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                                 reason_phrase(response.status), http_date(clock_.now()));
  for (const auto& [name, value] : response.headers.fields()) {
    if (is_ours(name)) continue;
    append_clean(text, name);
    text += ": ";
    append_clean(text, value);
    text += "\r\n";
  }
  // A 304 may state the length of what it does not send (RFC 9110, section 15.4.5), and 204 must not.
  const bool states_length =
      !has_no_body(response.status) || (response.status == 304 && response.stated_length);
  if (length && states_length) text += fmt::format("Content-Length: {}\r\n", *length);
  if (!length && form.can_chunk && !has_no_body(response.status)) text += "Transfer-Encoding: chunked\r\n";
  text += form.keep_alive == KeepAlive::Yes ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return text;
}

asio::awaitable<bool> ResponseWriter::write_text(std::string_view head, std::string_view body) {
  co_return co_await write_slices<2>(socket_, {head, body}, limits_);
}

// sendfile for as long as the socket takes bytes; when it is full, one ordinary write waits for room, under
// the time limit, and carries a few bytes itself. That write is also the fallback for files that sendfile
// does not take. After each megabyte the other connections of the thread have their turn: the file may not be
// in memory, and then reading it waits for the disk.
asio::awaitable<bool> ResponseWriter::write_file(std::string_view head, const base::FileSlice& slice) {
  if (!co_await write_slices<1>(socket_, {head}, limits_)) co_return false;
  off_t offset = slice.offset;
  const off_t end = slice.offset + slice.length;
  std::vector<char> buffer(static_cast<std::size_t>(std::min<std::int64_t>(kFileBuffer, slice.length)));
  while (offset < end) {
    const auto wanted = static_cast<std::size_t>(std::min<off_t>(end - offset, 1 << 20));
    if (::sendfile(socket_->native_handle(), slice.file.get(), &offset, wanted) > 0) {
      co_await asio::post(socket_->get_executor(), asio::use_awaitable);
      continue;
    }
    const ssize_t count = ::pread(slice.file.get(), buffer.data(), std::min(buffer.size(), wanted), offset);
    if (count <= 0) {
      spdlog::error("sending a file: it ends or cannot be read at byte {} of {}", offset, end);
      co_return false;
    }
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
    if (!co_await write_slices<1>(socket_, {bytes}, limits_)) co_return false;
    offset += count;
  }
  co_return true;
}

asio::awaitable<bool> ResponseWriter::write_source(std::string_view head, base::ByteSource& source,
                                                   const Form& form, std::optional<std::int64_t> length) {
  const bool chunked = !length && form.can_chunk;
  std::vector<char> buffer(kSourceBuffer);
  std::int64_t sent = 0;
  std::string_view prefix = head;
  std::string size_line;
  for (;;) {
    std::optional<base::Result<std::size_t>> got;
    auto pull = [&] { got.emplace(guarded_read(source, buffer)); };
    co_await run_on(pool_, pull);
    if (!got->ok()) {
      spdlog::error("streaming an answer, after {} bytes: {}", sent, got->error().message);
      co_return false;  // without the last chunk the client sees that it broke off
    }
    const std::size_t size = **got;
    sent += static_cast<std::int64_t>(size);
    if (length && (sent > *length || (size == 0 && sent != *length))) {
      spdlog::error("streaming an answer: its length was said to be {}, but {} bytes came", *length, sent);
      co_return false;
    }
    size_line = chunked ? fmt::format("{}{:x}\r\n", prefix, size) : std::string(prefix);
    const std::string_view bytes(buffer.data(), size);
    const std::string_view line_end = chunked ? "\r\n" : "";
    if (!co_await write_slices<3>(socket_, {size_line, bytes, line_end}, limits_)) co_return false;
    if (size == 0) co_return chunked || length;
    prefix = {};
  }
}

}  // namespace net
