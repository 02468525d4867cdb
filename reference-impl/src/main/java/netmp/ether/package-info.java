/**
 * Ethernet II framing (RFC 894), the interface it runs on, and the driver that moves packets
 * between buffers and descriptor rings. Into this room come frames; nothing here reads what they
 * carry.
 */
package netmp.ether;
