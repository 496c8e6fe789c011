/* What truthd.c and cclient.c share: the monotonic clock, a growable buffer, a socket that may speak TLS. */
#ifndef WIRE_H
#define WIRE_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef TLS
#include <openssl/err.h>
#include <openssl/ssl.h>
#endif

#define NS_PER_MS 1000000LL

static inline int64_t now_ns(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static inline void die(const char *what) {
  perror(what);
  exit(1);
}

/* Bytes that end with a NUL which is not counted, so that string functions may search them. */
typedef struct {
  char *data;
  size_t length, capacity;
} Buffer;

static inline void buffer_reserve(Buffer *buffer, size_t more) {
  size_t needed = buffer->length + more + 1;
  if (needed <= buffer->capacity) return;
  buffer->capacity = needed < 2048 ? 2048 : needed * 2;
  buffer->data = realloc(buffer->data, buffer->capacity);
  if (!buffer->data) die("realloc");
}

static inline void buffer_add(Buffer *buffer, const void *bytes, size_t length) {
  buffer_reserve(buffer, length);
  memcpy(buffer->data + buffer->length, bytes, length);
  buffer->length += length;
  buffer->data[buffer->length] = 0;
}

static inline void buffer_drop(Buffer *buffer, size_t length) {
  buffer->length -= length;
  memmove(buffer->data, buffer->data + length, buffer->length);
  if (buffer->data) buffer->data[buffer->length] = 0;
}

static inline void buffer_free(Buffer *buffer) {
  free(buffer->data);
  memset(buffer, 0, sizeof *buffer);
}

typedef struct {
  int fd;
#ifdef TLS
  SSL *ssl;
#endif
} Wire;

enum { WIRE_CLOSED = 0, WIRE_BLOCKED = -1, WIRE_BROKEN = -2 };

#ifdef TLS
static inline ssize_t tls_outcome(Wire *wire, int got) {
  if (got > 0) return got;
  switch (SSL_get_error(wire->ssl, got)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: return WIRE_BLOCKED;
    case SSL_ERROR_ZERO_RETURN: return WIRE_CLOSED;
    default: ERR_clear_error(); return WIRE_BROKEN;
  }
}
#endif

static inline ssize_t plain_outcome(ssize_t got) {
  if (got >= 0) return got;
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? WIRE_BLOCKED : WIRE_BROKEN;
}

/* The number of bytes read, or one of WIRE_*. With TLS the first calls do the handshake. */
static inline ssize_t wire_read(Wire *wire, void *into, size_t size) {
#ifdef TLS
  if (wire->ssl) return tls_outcome(wire, SSL_read(wire->ssl, into, (int)size));
#endif
  return plain_outcome(recv(wire->fd, into, size, 0));
}

static inline ssize_t wire_write(Wire *wire, const void *bytes, size_t length) {
#ifdef TLS
  if (wire->ssl) return tls_outcome(wire, SSL_write(wire->ssl, bytes, (int)length));
#endif
  return plain_outcome(send(wire->fd, bytes, length, MSG_NOSIGNAL));
}

static inline void wire_close(Wire *wire) {
#ifdef TLS
  if (wire->ssl) SSL_free(wire->ssl);
#endif
  close(wire->fd);
}

#ifdef TLS
static inline void wire_secure(Wire *wire, SSL_CTX *context, int as_server) {
  wire->ssl = SSL_new(context);
  SSL_set_fd(wire->ssl, wire->fd);
  SSL_set_mode(wire->ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (as_server) SSL_set_accept_state(wire->ssl);
  else SSL_set_connect_state(wire->ssl);
}
#endif

static inline double cpu_ms(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
}

static inline long peak_rss_kb(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return use.ru_maxrss;
}

static inline void allow_many_files(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

#endif
