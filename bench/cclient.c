/*
 * The noise floor: the same load from one thread of C. What this row shows above zero is the machine's, not a client's.
 *
 *   cclient PORT STREAMS REQUESTS SPREAD_MS [tls]      prints one JSON line a request, then a summary
 *
 * Stream s starts s/STREAMS of SPREAD after the first. A request is sent at the stamp before its write; a token arrived
 * at the stamp after the read that completed its line.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include "wire.h"

#define MOST_TOKENS 1024

typedef struct {
  int64_t sent, first;
  int tokens;
  uint32_t *token_us;
} Result;

typedef struct {
  Wire wire;
  Buffer in;
  int number, round;
  bool asked, done;
  char request[1200];
  size_t request_length;
} Stream;

static int port, stream_count, requests;
static bool secure;
static int poller, running;
static Result *results;
#ifdef TLS
static SSL_CTX *tls_context;
#endif

#define PROMPT                                                                                               \
  "The regional library moved its catalogue to a new system in spring. Readers can reserve books from home, " \
  "and the branch nearest to them keeps a copy for seven days. Summarise the situation and name two next steps."

static void make_request(Stream *stream) {
  char body[700];
  int length = snprintf(body, sizeof body,
                        "{\"model\":\"bench-model\",\"messages\":[{\"role\":\"user\",\"content\":\"ID:%d " PROMPT "\"}],"
                        "\"max_tokens\":256,\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                        stream->number * requests + stream->round);
  stream->request_length = (size_t)snprintf(
      stream->request, sizeof stream->request,
      "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:%d\r\ncontent-type: application/json\r\n"
      "authorization: Bearer bench\r\naccept: text/event-stream\r\ncontent-length: %d\r\n\r\n%s",
      port, length, body);
}

static Result *result_of(Stream *stream) { return &results[stream->number * requests + stream->round]; }

/* With TLS the first write does the handshake and is repeated when the socket has news. */
static void ask(Stream *stream) {
  result_of(stream)->sent = now_ns();
  ssize_t written = wire_write(&stream->wire, stream->request, stream->request_length);
  if (written == (ssize_t)stream->request_length) stream->asked = true;
  else if (written != WIRE_BLOCKED) die("write");
}

static void next_request(Stream *stream) {
  stream->asked = false;
  make_request(stream);
  ask(stream);
}

static void start_stream(Stream *stream) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr *)&address, sizeof address)) die("connect");
  fcntl(fd, F_SETFL, O_NONBLOCK);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  stream->wire.fd = fd;
#ifdef TLS
  if (secure) wire_secure(&stream->wire, tls_context, 0);
#endif
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = stream};
  epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
  next_request(stream);
}

static void finish_request(Stream *stream) {
  if (++stream->round < requests) {
    next_request(stream);
    return;
  }
  stream->done = true;
  wire_close(&stream->wire);
  buffer_free(&stream->in);
  running--;
}

/* A frame with a content that is not empty is a token; the piece of size 0 ends the answer. */
static void on_line(Stream *stream, const char *line, size_t length, int64_t at, bool *ended) {
  static const char content[] = "\"content\":\"";
  if (length == 2 && line[0] == '0') *ended = true;
  if (length < 6 || memcmp(line, "data: ", 6)) return;
  const char *text = memmem(line, length, content, sizeof content - 1);
  if (!text || text[sizeof content - 1] == '"') return;
  Result *result = result_of(stream);
  if (!result->token_us) result->token_us = malloc(MOST_TOKENS * sizeof(uint32_t));
  if (result->tokens == 0) result->first = at;
  if (result->tokens < MOST_TOKENS) result->token_us[result->tokens++] = (uint32_t)((at - result->sent + 500) / 1000);
}

static void on_bytes(Stream *stream, int64_t at) {
  size_t start = 0;
  bool ended = false;
  for (char *end; (end = memchr(stream->in.data + start, '\n', stream->in.length - start));) {
    size_t next = (size_t)(end - stream->in.data) + 1;
    on_line(stream, stream->in.data + start, next - 1 - start, at, &ended);
    start = next;
  }
  /* What is left of an ended answer is its last empty line. */
  if (start) buffer_drop(&stream->in, start);
  if (!ended) return;
  Result *result = result_of(stream);
  result->token_us = realloc(result->token_us, ((size_t)result->tokens + 1) * sizeof(uint32_t));
  finish_request(stream);
}

static void on_readable(Stream *stream) {
  static char bytes[16384];
  if (!stream->asked) ask(stream);
  for (;;) {
    ssize_t got = wire_read(&stream->wire, bytes, sizeof bytes);
    int64_t at = now_ns();
    if (got == WIRE_BLOCKED) return;
    if (got <= 0) die("read");
    buffer_add(&stream->in, bytes, (size_t)got);
    on_bytes(stream, at);
    if (stream->done || (!secure && got < (ssize_t)sizeof bytes)) return;
  }
}

static void drive(Stream *streams, int64_t spread_ns) {
  int64_t begun = now_ns();
  struct epoll_event events[64];
  for (int started = 0; running > 0;) {
    while (started < stream_count && now_ns() >= begun + spread_ns * started / stream_count)
      start_stream(&streams[started++]);
    int count = epoll_wait(poller, events, 64, started < stream_count ? 1 : 1000);
    for (int i = 0; i < count; i++) {
      Stream *stream = events[i].data.ptr;
      if (!stream->done) on_readable(stream);
    }
  }
}

static void print_results(double spent_ms, double wall_ms, long rss_kb) {
  for (int i = 0; i < stream_count * requests; i++) {
    const Result *result = &results[i];
    printf("{\"id\":\"%d\",\"round\":%d,\"sentMs\":%.6f,\"firstMs\":%.6f,\"tokensUs\":[", i, i % requests,
           result->sent / 1e6, result->first / 1e6);
    for (int token = 0; token < result->tokens; token++) printf(token ? ",%u" : "%u", result->token_us[token]);
    printf("]}\n");
  }
  printf("{\"summary\":{\"cpuMs\":%.1f,\"rssMb\":%.1f,\"wallMs\":%.1f}}\n", spent_ms, rss_kb / 1024.0, wall_ms);
}

int main(int count, char **arguments) {
  if (count < 5) {
    fprintf(stderr, "usage: cclient PORT STREAMS REQUESTS SPREAD_MS [tls]\n");
    return 2;
  }
  port = atoi(arguments[1]);
  stream_count = running = atoi(arguments[2]);
  requests = atoi(arguments[3]);
  secure = count > 5;
  allow_many_files();
#ifdef TLS
  tls_context = SSL_CTX_new(TLS_client_method());
#endif
  poller = epoll_create1(0);
  results = calloc((size_t)stream_count * (size_t)requests, sizeof *results);
  Stream *streams = calloc((size_t)stream_count, sizeof *streams);
  if (!results || !streams) die("calloc");
  for (int i = 0; i < stream_count; i++) streams[i].number = i;
  int64_t begun = now_ns();
  double before = cpu_ms();
  drive(streams, (int64_t)(atof(arguments[4]) * NS_PER_MS));
  print_results(cpu_ms() - before, (now_ns() - begun) / 1e6, peak_rss_kb());
  return 0;
}
