/**
 * The Internet Protocol, version 4, of a host (RFC 791, RFC 1122 section 3): what comes in is
 * checked and given to its transport, what goes out gets a header and a next hop, and what is too
 * long for a link is cut and put together again. Into this room come datagrams; nothing is
 * forwarded, and nothing here knows a transport but by its protocol number.
 */
package netmp.ip;
