/**
 * A stub resolver (RFC 1034 section 5.3.1, RFC 1035). What may enter: how names are looked up, on
 * the sockets of a stack like any user's code; the stack itself knows no names.
 */
package netmp.dns;
