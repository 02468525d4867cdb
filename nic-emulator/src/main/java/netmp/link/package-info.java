/**
 * What lies between devices. What may enter: wires and what happens to frames on them. Every piece
 * is a {@link netmp.nic.Wire} in front of another one, so they combine freely.
 */
package netmp.link;
