// Sends requests at a constant rate, whether answers come or not, and prints what was measured as one line of JSON.
//
//     openloop [--poisson SEED] [--records FILE] ADDRESS PORT PATH REQUESTS_PER_SECOND SECONDS CONNECTIONS FILE...
//
// With --poisson the gaps between requests are exponential, as those of many clients that know nothing of each other,
// else all the same.
// --records writes a line for each request, in the order of their ends: when it was to be sent, when it was sent, when
// its answer was there (milliseconds from the first), the number of its file, and the answer's status, 0 if there was
// none.
//
// A request's time begins when it was to be sent: one that waits for a connection, because the server holds all of
// them, has waited for the server. (A client that sends only when an answer has come would leave these times out.) One
// thread, epoll, a timerfd; requests are made before the first is sent.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { answer_limit = 1 << 20, connection_limit = 4096 };

typedef struct {
    char *bytes;
    size_t size;
} request;

typedef struct {
    int64_t intended, sent, ended;
    size_t file;
    int status;
} record;

typedef struct {
    int descriptor;
    int is_busy;
    const request *sent;
    size_t sent_bytes;
    record record;
    char *answer;
    size_t answer_bytes;
} connection;

static struct sockaddr_in server;
static request *requests;
static size_t request_count;
static connection connections[connection_limit];
static int connection_count;
static int idle[connection_limit];
static int idle_count;
// Not connected: a server may close what is connected and never asks, so each connects when it is needed.
static int unopened[connection_limit];
static int unopened_count;
static int poller;
static int64_t *latencies, *delays, *moments;
static size_t issued, answered, refused, broken;
static record *records;
static size_t record_count;

static void fail(const char *what) {
    fprintf(stderr, "openloop: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void *allocate(size_t size) {
    void *memory = malloc(size);
    if (!memory)
        fail("memory");
    return memory;
}

static request read_request(const char *path, const char *target) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END))
        fail(path);
    long size = ftell(file);
    if (size <= 0)
        fail(path);
    rewind(file);
    request result = {allocate(size + 1024), 0};
    int head = snprintf(
        result.bytes, 1024,
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: %ld\r\n\r\n", target, size);
    if (head < 0 || head >= 1024)
        fail("the path is too long");
    if (fread(result.bytes + head, 1, size, file) != (size_t)size)
        fail(path);
    fclose(file);
    result.size = head + size;
    return result;
}

static void watch(int index, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.u32 = index};
    if (epoll_ctl(poller, operation, connections[index].descriptor, &event))
        fail("epoll_ctl");
}

static void open_connection(int index) {
    connection *it = &connections[index];
    it->descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int one = 1;
    if (it->descriptor < 0 || connect(it->descriptor, (struct sockaddr *)&server, sizeof server))
        fail("connect");
    setsockopt(it->descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (fcntl(it->descriptor, F_SETFL, O_NONBLOCK))
        fail("fcntl");
    it->is_busy = 0;
    it->answer_bytes = 0;
    watch(index, EPOLL_CTL_ADD, EPOLLIN);
    idle[idle_count++] = index;
}

static void end_request(connection *it, int status) {
    it->record.ended = now();
    it->record.status = status;
    records[record_count++] = it->record;
    it->is_busy = 0;
}

static void close_connection(int index) {
    close(connections[index].descriptor);
    unopened[unopened_count++] = index;
}

// The connection broke: its request has failed, and the next one gets a new connection.
static void drop(int index) {
    connection *it = &connections[index];
    if (it->is_busy) {
        broken++;
        end_request(it, 0);
    } else {
        for (int place = 0; place < idle_count; place++)
            if (idle[place] == index)
                idle[place] = idle[--idle_count];
    }
    close_connection(index);
}

static void send_more(int index) {
    connection *it = &connections[index];
    while (it->sent_bytes < it->sent->size) {
        ssize_t count = write(it->descriptor, it->sent->bytes + it->sent_bytes, it->sent->size - it->sent_bytes);
        if (count < 0 && errno == EAGAIN) {
            watch(index, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            return;
        }
        if (count < 0)
            return; // The end shows when it is read.
        it->sent_bytes += count;
    }
    watch(index, EPOLL_CTL_MOD, EPOLLIN);
}

// Gives what is due to idle connections, or to new ones.
static void dispatch(int64_t begin, size_t due) {
    while (issued < due && idle_count + unopened_count > 0) {
        if (!idle_count)
            open_connection(unopened[--unopened_count]);
        int index = idle[--idle_count];
        connection *it = &connections[index];
        it->is_busy = 1;
        it->sent = &requests[issued % request_count];
        it->sent_bytes = it->answer_bytes = 0;
        it->record = (record){begin + moments[issued], now(), 0, issued % request_count, 0};
        delays[issued++] = it->record.sent - it->record.intended;
        send_more(index);
    }
}

// Bytes of the whole answer, 0 as long as its head is not complete.
static size_t answer_size(connection *it) {
    it->answer[it->answer_bytes] = 0;
    char *end = strstr(it->answer, "\r\n\r\n");
    if (!end)
        return 0;
    char *field = strcasestr(it->answer, "\r\ncontent-length:");
    if (!field || field > end)
        fail("an answer without Content-Length");
    return end + 4 - it->answer + strtoul(field + 17, 0, 10);
}

static void receive(int index) {
    connection *it = &connections[index];
    ssize_t count = read(it->descriptor, it->answer + it->answer_bytes, answer_limit - it->answer_bytes);
    if (count < 0 && errno == EAGAIN)
        return;
    if (count <= 0)
        return drop(index);
    it->answer_bytes += count;
    size_t size = answer_size(it);
    if (!size || it->answer_bytes < size) {
        if (it->answer_bytes == answer_limit)
            fail("an answer of more than 1 MiB");
        return;
    }
    if (strncmp(it->answer, "HTTP/1.1 ", 9))
        fail("an answer that is not HTTP/1.1");
    end_request(it, atoi(it->answer + 9));
    if (it->record.status != 200) {
        refused++;
    } else {
        latencies[answered++] = it->record.ended - it->record.intended;
    }
    // Who says so closes it now: another request would be lost. (The head ends in an empty line; cut off there.)
    *strstr(it->answer, "\r\n\r\n") = 0;
    if (strcasestr(it->answer, "\r\nconnection: close")) {
        close_connection(index);
    } else {
        idle[idle_count++] = index;
    }
}

static int compare(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static double milliseconds(int64_t *values, size_t count, double share) {
    if (!count)
        return 0;
    size_t rank = (size_t)(share * count);
    return values[rank < count ? rank : count - 1] / 1e6;
}

// When each request is to be sent, in nanoseconds from the first one.
static void schedule(size_t total, double interval, uint64_t seed) {
    moments = allocate(total * sizeof *moments);
    double moment = 0;
    uint64_t state = seed;
    for (size_t index = 0; index < total; index++) {
        moments[index] = (int64_t)(seed ? moment : index * interval);
        // SplitMix64; the gap is exponential, its mean the interval.
        uint64_t bits = state += 0x9e3779b97f4a7c15;
        bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9;
        bits = (bits ^ bits >> 27) * 0x94d049bb133111eb;
        bits ^= bits >> 31;
        moment -= interval * log(((bits >> 11) + 0.5) / 9007199254740992.0);
    }
}

static void write_records(const char *path, int64_t begin) {
    FILE *file = fopen(path, "w");
    if (!file)
        fail(path);
    for (size_t index = 0; index < record_count; index++) {
        const record *it = &records[index];
        fprintf(file, "%.4f %.4f %.4f %zu %d\n", (it->intended - begin) / 1e6, (it->sent - begin) / 1e6,
                (it->ended - begin) / 1e6, it->file, it->status);
    }
    if (fclose(file))
        fail(path);
}

int main(int count, char **arguments) {
    uint64_t seed = 0;
    const char *record_path = 0;
    while (count > 2 && !strncmp(arguments[1], "--", 2)) {
        if (!strcmp(arguments[1], "--poisson"))
            seed = strtoull(arguments[2], 0, 10) * 2 + 1;
        else if (!strcmp(arguments[1], "--records"))
            record_path = arguments[2];
        else
            break;
        arguments += 2;
        count -= 2;
    }
    if (count < 8) {
        fprintf(stderr, "usage: openloop [--poisson SEED] [--records FILE] ADDRESS PORT PATH REQUESTS_PER_SECOND "
                        "SECONDS CONNECTIONS FILE...\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    server.sin_family = AF_INET;
    server.sin_port = htons(atoi(arguments[2]));
    double rate = atof(arguments[4]), seconds = atof(arguments[5]);
    connection_count = atoi(arguments[6]);
    if (inet_pton(AF_INET, arguments[1], &server.sin_addr) != 1 || rate <= 0 || seconds <= 0 || connection_count < 1 ||
        connection_count > connection_limit) {
        fprintf(stderr, "openloop: expected an IPv4 address, a rate and seconds above 0, 1 to 4096 connections\n");
        return 2;
    }
    size_t total = (size_t)(rate * seconds);
    if (total < 1)
        total = 1;
    double interval = 1e9 / rate;
    request_count = count - 7;
    requests = allocate(request_count * sizeof *requests);
    for (size_t index = 0; index < request_count; index++)
        requests[index] = read_request(arguments[7 + index], arguments[3]);
    latencies = allocate(total * sizeof *latencies);
    delays = allocate(total * sizeof *delays);
    records = allocate(total * sizeof *records);
    schedule(total, interval, seed);
    poller = epoll_create1(EPOLL_CLOEXEC);
    for (int index = connection_count - 1; index >= 0; index--) {
        connections[index].answer = allocate(answer_limit + 1);
        unopened[unopened_count++] = index;
    }
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = connection_limit};
    if (timer < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, timer, &event))
        fail("timerfd");

    int64_t begin = now() + 10000000;
    int64_t give_up = begin + (int64_t)(seconds * 1e9) + 60000000000LL;
    size_t armed = total, due = 0;
    while (answered + refused + broken < total) {
        int64_t time = now();
        if (time > give_up)
            break;
        while (due < total && begin + moments[due] <= time)
            due++;
        dispatch(begin, due);
        if (due < total && armed != due) {
            int64_t next = begin + moments[due];
            struct itimerspec at = {.it_value = {next / 1000000000, next % 1000000000}};
            timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, 0);
            armed = due;
        }
        struct epoll_event events[64];
        int ready = epoll_wait(poller, events, 64, 1000);
        for (int index = 0; index < ready; index++) {
            if (events[index].data.u32 == connection_limit) {
                uint64_t expirations;
                if (read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN)
                    fail("timerfd");
                continue;
            }
            int which = events[index].data.u32;
            if (events[index].events & EPOLLOUT)
                send_more(which);
            if (events[index].events & ~EPOLLOUT)
                receive(which);
        }
    }
    double elapsed = (now() - begin) / 1e9;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double processor =
        usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    if (record_path)
        write_records(record_path, begin);
    qsort(latencies, answered, sizeof *latencies, compare);
    qsort(delays, issued, sizeof *delays, compare);
    printf("{\"requests\":%zu,\"seconds\":%.6f,\"broken\":%zu,\"refused\":%zu,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,"
           "\"most\":%.3f,\"send_delay_p99\":%.3f,\"processor_seconds\":%.3f}\n",
           total, elapsed, total - answered - refused, refused, milliseconds(latencies, answered, 0.5),
           milliseconds(latencies, answered, 0.9), milliseconds(latencies, answered, 0.99),
           milliseconds(latencies, answered, 1), milliseconds(delays, issued, 0.99), processor);
    return 0;
}
