#pragma once
// What OpenSSL takes from the C library stays the Glibc module's: read here first, struct tm would be this module's.
#pragma clang module import SwiftGlibc
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

// What OpenSSL has as macros that Swift does not see.

// No compression (CRIME), no renegotiation, the server's order of ciphers, but ChaCha20 for clients without AES
// instructions. A peer that ends without close_notify is at its end, not an error: HTTP knows where a message ends.
static const uint64_t mant_ssl_server_options = SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                                SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                                SSL_OP_IGNORE_UNEXPECTED_EOF;

static inline int mant_ssl_ctx_set_protocols(SSL_CTX *context, int lowest, int highest) {
    return SSL_CTX_set_min_proto_version(context, lowest) && SSL_CTX_set_max_proto_version(context, highest);
}

static inline int mant_ssl_set_protocols(SSL *ssl, int lowest, int highest) {
    return SSL_set_min_proto_version(ssl, lowest) && SSL_set_max_proto_version(ssl, highest);
}

static inline void mant_ssl_ctx_change_mode(SSL_CTX *context, long set, long cleared) {
    SSL_CTX_set_mode(context, set);
    SSL_CTX_clear_mode(context, cleared);
}

static inline void mant_ssl_ctx_set_session_cache_mode(SSL_CTX *context, long mode) {
    SSL_CTX_set_session_cache_mode(context, mode);
}

// The certificate that is sent in this place after the server's own; NULL after the last.
static inline X509 *mant_ssl_ctx_chain_certificate(SSL_CTX *context, int place) {
    STACK_OF(X509) *chain = NULL;
    SSL_CTX_get0_chain_certs(context, &chain);
    return place < sk_X509_num(chain) ? sk_X509_value(chain, place) : NULL;
}

// For SSL_CTX_set_alpn_select_cb: HTTP/1.1, or the alert no_application_protocol. OpenSSL has checked the list.
static inline int mant_ssl_select_http1(SSL *ssl, const unsigned char **selected, unsigned char *length,
                                        const unsigned char *offered, unsigned int offered_length, void *argument) {
    static const unsigned char http1[] = "\x08http/1.1";
    unsigned char *protocol = NULL;
    (void)ssl;
    (void)argument;
    if (SSL_select_next_proto(&protocol, length, http1, sizeof http1 - 1, offered, offered_length) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
    *selected = protocol;
    return SSL_TLSEXT_ERR_OK;
}

static inline void mant_ssl_ctx_speak_http1(SSL_CTX *context) {
    SSL_CTX_set_alpn_select_cb(context, mant_ssl_select_http1, NULL);
}
