/**
 * The Internet Group Management Protocol of a host, version 2 (RFC 2236; RFC 1112). What may enter:
 * which groups the interface belongs to, and how routers learn of it. Version 2 because a router of
 * version 3 speaks it with hosts that do (RFC 3376 section 7.3), and nothing here selects sources.
 */
package netmp.igmp;
