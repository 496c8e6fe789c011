/*
 * The ground truth: a server on one thread that speaks OpenAI chat over SSE on a fixed schedule and records with
 * CLOCK_MONOTONIC what it really did, request by request.
 *
 *   truthd FIRST_MS TOKENS GAP_MS [CERTIFICATE KEY]     prints "PORT TLS_PORT"; TLS_PORT is 0 without a certificate
 *
 * A request is received when the read returns that held its last byte. The role frame goes out at once, token i is due
 * FIRST + i * GAP after that moment (absolute, so that lateness never adds up), the end one gap after the last token.
 * Each request is known by "ID:<digits>" in its body, else by the text between "Reference: " and the next full stop.
 *
 *   POST …/chat/completions   the stream, or one JSON body when "stream" is not true
 *   GET  …/models             a listing
 *   GET  /dump                what was recorded, as JSON lines, the last of them a summary; then forgets it
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include "wire.h"

/* Reads must not starve behind a burst of due writes: that would stamp `received` late, an error nobody sees. */
#define WRITES_BETWEEN_POLLS 16
#define EVENTS_A_POLL 64
#define LONGEST_ID 96

typedef struct {
  char id[LONGEST_ID];
  int connection, turn;
  int64_t received, first, last, late;
  int tokens;
  uint32_t token_us[]; /* writes of the tokens, since received */
} Record;

typedef struct {
  Wire wire;
  Buffer in, out;
  int number, turns;
  bool blocked, secure;
  Record *record; /* the request under way */
  bool streaming;
  int step; /* tokens written so far */
  int64_t due;
  size_t place; /* in the heap, from 1; 0 when nothing is due */
} Connection;

typedef struct {
  int fd;
  bool secure;
} Listener;

static int64_t first_ns, gap_ns;
static int tokens;
static int poller;
static Listener listeners[2];
#ifdef TLS
static SSL_CTX *tls_context;
#endif

/* --- what happened */

static Record **records;
static size_t record_count, record_capacity;
static struct { long received, finished, cut, blocked; int64_t late; } totals;
static int connections_ever;

static void keep(Record *record) {
  if (record_count == record_capacity) {
    record_capacity = record_capacity ? record_capacity * 2 : 1024;
    records = realloc(records, record_capacity * sizeof *records);
    if (!records) die("realloc");
  }
  records[record_count++] = record;
}

static void dump_record(Buffer *body, const Record *record) {
  buffer_reserve(body, 512 + 12 * (size_t)record->tokens);
  char *at = body->data + body->length;
  at += sprintf(at, "{\"id\":\"%s\",\"connection\":%d,\"turn\":%d,\"receivedMs\":%.6f,\"firstMs\":%.6f,\"lastMs\":%.6f,",
                record->id, record->connection, record->turn, record->received / 1e6, record->first / 1e6,
                record->last / 1e6);
  at += sprintf(at, "\"lateMs\":%.6f,\"tokensUs\":[", record->late / 1e6);
  for (int i = 0; i < record->tokens; i++) at += sprintf(at, i ? ",%u" : "%u", record->token_us[i]);
  at += sprintf(at, "]}\n");
  body->length = (size_t)(at - body->data);
}

static void dump(Buffer *body) {
  for (size_t i = 0; i < record_count; i++) {
    dump_record(body, records[i]);
    free(records[i]);
  }
  char line[300];
  int length = snprintf(line, sizeof line,
                        "{\"summary\":{\"received\":%ld,\"finished\":%ld,\"cut\":%ld,\"blockedWrites\":%ld,"
                        "\"lateMaxMs\":%.3f,\"connections\":%d,\"cpuMs\":%.1f}}\n",
                        totals.received, totals.finished, totals.cut, totals.blocked, totals.late / 1e6,
                        connections_ever, cpu_ms());
  buffer_add(body, line, (size_t)length);
  record_count = 0;
  memset(&totals, 0, sizeof totals);
}

/* --- what is due next: a binary heap of connections, earliest first */

static Connection **heap;
static size_t heap_count, heap_capacity;

static void put(size_t place, Connection *connection) {
  heap[place] = connection;
  connection->place = place;
}

static void sift_up(size_t place) {
  Connection *moved = heap[place];
  for (; place > 1 && heap[place / 2]->due > moved->due; place /= 2) put(place, heap[place / 2]);
  put(place, moved);
}

static void sift_down(size_t place) {
  Connection *moved = heap[place];
  for (size_t child; (child = place * 2) <= heap_count; place = child) {
    if (child < heap_count && heap[child + 1]->due < heap[child]->due) child++;
    if (heap[child]->due >= moved->due) break;
    put(place, heap[child]);
  }
  put(place, moved);
}

static void schedule(Connection *connection, int64_t due) {
  connection->due = due;
  if (connection->place) {
    sift_down(connection->place);
    return;
  }
  if (heap_count + 2 > heap_capacity) {
    heap_capacity = heap_capacity ? heap_capacity * 2 : 1024;
    heap = realloc(heap, heap_capacity * sizeof *heap);
    if (!heap) die("realloc");
  }
  put(++heap_count, connection);
  sift_up(heap_count);
}

static void unschedule(Connection *connection) {
  size_t place = connection->place;
  if (!place) return;
  connection->place = 0;
  Connection *last = heap[heap_count--];
  if (last == connection) return;
  put(place, last);
  sift_up(place);
  sift_down(last->place);
}

/* --- what is said */

static const char *words[] = {" time", " year", " data", " cost", " line", " rate", " unit", " test"};
#define WORDS (sizeof words / sizeof *words)
static Buffer token_frames[WORDS], opening, closing, whole;

#define FRAME_HEAD                                                                                       \
  "data: {\"id\":\"chatcmpl-0123456789abcdef01234567\",\"object\":\"chat.completion.chunk\",\"created\":1764000000," \
  "\"model\":\"bench-model\",\"system_fingerprint\":\"fp_0123456789\",\"choices\":["
#define CHOICE(delta, finish) "{\"index\":0,\"delta\":" delta ",\"logprobs\":null,\"finish_reason\":" finish "}]"

/* One event as one piece of the chunked coding, as servers that flush every event send it. */
static void add_event(Buffer *to, const char *event) {
  char size[24];
  size_t length = strlen(event);
  buffer_add(to, size, (size_t)sprintf(size, "%zx\r\n", length));
  buffer_add(to, event, length);
  buffer_add(to, "\r\n", 2);
}

static void prepare_frames(void) {
  char event[1024];
  for (size_t i = 0; i < WORDS; i++) {
    snprintf(event, sizeof event, FRAME_HEAD CHOICE("{\"content\":\"%s\"}", "null") "}\n\n", words[i]);
    add_event(&token_frames[i], event);
  }
  const char *head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\n"
                     "connection: keep-alive\r\ntransfer-encoding: chunked\r\n\r\n";
  buffer_add(&opening, head, strlen(head));
  add_event(&opening, FRAME_HEAD CHOICE("{\"role\":\"assistant\",\"content\":\"\"}", "null") "}\n\n");
  add_event(&closing, FRAME_HEAD CHOICE("{}", "\"stop\"") "}\n\n");
  snprintf(event, sizeof event,
           FRAME_HEAD "],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":%d,\"total_tokens\":%d}}\n\n", tokens,
           tokens + 120);
  add_event(&closing, event);
  add_event(&closing, "data: [DONE]\n\n");
  buffer_add(&closing, "0\r\n\r\n", 5);
}

static void prepare_whole(void) {
  Buffer text = {0};
  char head[400], tail[300];
  for (int i = 0; i < tokens; i++) buffer_add(&text, words[(size_t)i % WORDS], 5);
  int head_length = snprintf(head, sizeof head,
                             "{\"id\":\"chatcmpl-0123456789\",\"object\":\"chat.completion\",\"created\":1764000000,"
                             "\"model\":\"bench-model\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                             "\"content\":\"");
  int tail_length = snprintf(tail, sizeof tail,
                             "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":120,"
                             "\"completion_tokens\":%d,\"total_tokens\":%d}}", tokens, tokens + 120);
  buffer_add(&whole, head, (size_t)head_length);
  if (text.length) buffer_add(&whole, text.data, text.length);
  buffer_add(&whole, tail, (size_t)tail_length);
  buffer_free(&text);
}

/* --- connections */

static void watch(Connection *connection, int operation) {
  struct epoll_event event = {.events = EPOLLIN | (connection->blocked ? EPOLLOUT : 0), .data.ptr = connection};
  epoll_ctl(poller, operation, connection->wire.fd, &event);
}

static void end_connection(Connection *connection) {
  unschedule(connection);
  if (connection->record) totals.cut++;
  free(connection->record);
  wire_close(&connection->wire);
  buffer_free(&connection->in);
  buffer_free(&connection->out);
  free(connection);
}

/* Writes at once what the socket takes; the rest waits. A connection that broke is noticed by its next read. */
static void say(Connection *connection, const char *bytes, size_t length) {
  ssize_t written = connection->out.length ? WIRE_BLOCKED : wire_write(&connection->wire, bytes, length);
  if (written == WIRE_BROKEN || written == (ssize_t)length) return;
  if (written < 0) written = 0;
  totals.blocked++;
  buffer_add(&connection->out, bytes + written, length - (size_t)written);
  if (connection->blocked) return;
  connection->blocked = true;
  watch(connection, EPOLL_CTL_MOD);
}

static void flush(Connection *connection) {
  ssize_t written = wire_write(&connection->wire, connection->out.data, connection->out.length);
  if (written > 0) buffer_drop(&connection->out, (size_t)written);
  if (connection->out.length) return;
  connection->blocked = false;
  watch(connection, EPOLL_CTL_MOD);
}

static void answer(Connection *connection, const char *status, const char *body, size_t length) {
  char head[200];
  int head_length = snprintf(head, sizeof head,
                             "HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n", status, length);
  Buffer all = {0};
  buffer_add(&all, head, (size_t)head_length);
  buffer_add(&all, body, length);
  say(connection, all.data, all.length);
  buffer_free(&all);
}

/* --- requests */

static void copy_id(char *id, const char *body) {
  const char *from = strstr(body, "ID:");
  size_t length = 0;
  if (from) length = strspn(from += 3, "0123456789");
  else if ((from = strstr(body, "Reference: "))) length = strcspn(from += 11, ".\"\\");
  if (length >= LONGEST_ID) length = LONGEST_ID - 1;
  if (from) memcpy(id, from, length);
  id[length] = 0;
}

static void begin_completion(Connection *connection, const char *body, int64_t received) {
  Record *record = calloc(1, sizeof *record + (size_t)tokens * sizeof *record->token_us);
  if (!record) die("calloc");
  copy_id(record->id, body);
  record->connection = connection->number;
  record->turn = connection->turns++;
  record->received = received;
  totals.received++;
  connection->record = record;
  connection->step = 0;
  connection->streaming = strstr(body, "\"stream\":true") || strstr(body, "\"stream\": true");
  if (connection->streaming) say(connection, opening.data, opening.length);
  int64_t first = received + first_ns;
  schedule(connection, connection->streaming && tokens > 0 ? first : first + tokens * gap_ns);
}

static void take_requests(Connection *connection, int64_t received);

static void finish_completion(Connection *connection) {
  Record *record = connection->record;
  connection->record = NULL;
  totals.finished++;
  unschedule(connection);
  if (connection->streaming) say(connection, closing.data, closing.length);
  else answer(connection, "200 OK", whole.data, whole.length);
  keep(record);
  take_requests(connection, now_ns());
}

/* Does what is due: the next token, or the end. Stamps are taken right before the write. */
static void perform(Connection *connection) {
  Record *record = connection->record;
  int64_t at = now_ns(), late = at - connection->due;
  if (late > record->late) record->late = late;
  if (late > totals.late) totals.late = late;
  if (!connection->streaming || connection->step == tokens) {
    finish_completion(connection);
    return;
  }
  if (connection->step == 0) record->first = at;
  record->last = at;
  record->token_us[record->tokens++] = (uint32_t)((at - record->received + 500) / 1000);
  const Buffer *frame = &token_frames[(size_t)connection->step % WORDS];
  connection->step++;
  schedule(connection, record->received + first_ns + connection->step * gap_ns);
  say(connection, frame->data, frame->length);
}

static const char *unknown_path = "{\"error\":{\"message\":\"no such path\"}}";

static void respond(Connection *connection, const char *head, const char *body, int64_t received) {
  const char *path = strchr(head, ' ');
  size_t length = path ? strcspn(path + 1, " ?\r") + 1 : 0;
  bool post = !strncmp(head, "POST ", 5);
  if (post && length >= 17 && !strncmp(path + length - 17, "/chat/completions", 17))
    begin_completion(connection, body, received);
  else if (!post && length >= 7 && !strncmp(path + length - 7, "/models", 7)) {
    const char *list = "{\"object\":\"list\",\"data\":[{\"id\":\"bench-model\",\"object\":\"model\",\"owned_by\":\"truthd\"}]}";
    answer(connection, "200 OK", list, strlen(list));
  } else if (!post && length == 6 && !strncmp(path + 1, "/dump", 5)) {
    Buffer all = {0};
    dump(&all);
    answer(connection, "200 OK", all.data, all.length);
    buffer_free(&all);
  } else
    answer(connection, "404 Not Found", unknown_path, strlen(unknown_path));
}

/* Takes whole requests out of what was read. One at a time: a pipelined one waits for its turn. */
static void take_requests(Connection *connection, int64_t received) {
  while (!connection->record && connection->in.length) {
    char *end = strstr(connection->in.data, "\r\n\r\n");
    if (!end) return;
    *end = 0;
    const char *stated = strcasestr(connection->in.data, "content-length:");
    size_t body = stated ? strtoul(stated + 15, NULL, 10) : 0, head = (size_t)(end - connection->in.data) + 4;
    if (connection->in.length < head + body) {
      *end = '\r';
      return;
    }
    respond(connection, connection->in.data, connection->in.data + head, received);
    buffer_drop(&connection->in, head + body);
  }
}

static void on_readable(Connection *connection) {
  for (;;) {
    buffer_reserve(&connection->in, 8192);
    ssize_t got = wire_read(&connection->wire, connection->in.data + connection->in.length, 8192);
    int64_t at = now_ns();
    if (got == WIRE_BLOCKED) return;
    if (got <= 0) {
      end_connection(connection);
      return;
    }
    connection->in.length += (size_t)got;
    connection->in.data[connection->in.length] = 0;
    take_requests(connection, at);
    if (!connection->secure && got < 8192) return; /* TLS must be read until it blocks */
  }
}

static void on_connect(Listener *listener) {
  int fd, on = 1;
  while ((fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Connection *connection = calloc(1, sizeof *connection);
    if (!connection) die("calloc");
    connection->wire.fd = fd;
    connection->secure = listener->secure;
    connection->number = connections_ever++;
#ifdef TLS
    if (listener->secure) wire_secure(&connection->wire, tls_context, 1);
#endif
    watch(connection, EPOLL_CTL_ADD);
  }
}

/* --- the loop */

static int listen_on_loopback(Listener *listener, bool secure) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  listener->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  listener->secure = secure;
  if (bind(listener->fd, (struct sockaddr *)&address, size) || listen(listener->fd, 4096)) die("listen");
  getsockname(listener->fd, (struct sockaddr *)&address, &size);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = listener};
  epoll_ctl(poller, EPOLL_CTL_ADD, listener->fd, &event);
  return ntohs(address.sin_port);
}

static void wait_for_due(int64_t now) {
  int64_t left = heap_count ? heap[1]->due - now : INT64_MAX;
  if (left <= 0) return;
  struct pollfd watched = {.fd = poller, .events = POLLIN};
  struct timespec timeout = {.tv_sec = left / 1000000000LL, .tv_nsec = left % 1000000000LL};
  ppoll(&watched, 1, heap_count ? &timeout : NULL, NULL);
}

static void handle_events(void) {
  struct epoll_event events[EVENTS_A_POLL];
  int count = epoll_wait(poller, events, EVENTS_A_POLL, 0);
  for (int i = 0; i < count; i++) {
    void *whose = events[i].data.ptr;
    if (whose == &listeners[0] || whose == &listeners[1]) {
      on_connect(whose);
      continue;
    }
    Connection *connection = whose;
    if (events[i].events & EPOLLOUT && connection->out.length) flush(connection);
    if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) on_readable(connection);
  }
}

static int serve_tls(const char *certificate, const char *key) {
#ifdef TLS
  tls_context = SSL_CTX_new(TLS_server_method());
  if (SSL_CTX_use_certificate_chain_file(tls_context, certificate) != 1 ||
      SSL_CTX_use_PrivateKey_file(tls_context, key, SSL_FILETYPE_PEM) != 1) {
    ERR_print_errors_fp(stderr);
    exit(1);
  }
  return listen_on_loopback(&listeners[1], true);
#else
  (void)certificate, (void)key;
  return 0;
#endif
}

int main(int count, char **arguments) {
  if (count < 4) {
    fprintf(stderr, "usage: truthd FIRST_MS TOKENS GAP_MS [CERTIFICATE KEY]\n");
    return 2;
  }
  first_ns = (int64_t)(atof(arguments[1]) * NS_PER_MS);
  tokens = atoi(arguments[2]);
  gap_ns = (int64_t)(atof(arguments[3]) * NS_PER_MS);
  signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_TIMERSLACK, 1000);
  allow_many_files();
  prepare_frames();
  prepare_whole();
  poller = epoll_create1(0);
  int port = listen_on_loopback(&listeners[0], false);
  printf("%d %d\n", port, count > 5 ? serve_tls(arguments[4], arguments[5]) : 0);
  fflush(stdout);
  for (;;) {
    int64_t now = now_ns();
    for (int done = 0; done < WRITES_BETWEEN_POLLS && heap_count && heap[1]->due <= now; done++, now = now_ns())
      perform(heap[1]);
    wait_for_due(now);
    handle_events();
  }
}
