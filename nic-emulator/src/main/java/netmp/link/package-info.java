/**
 * What lies between devices. What may enter: wires, what happens to frames on them, and what
 * connects several. Every piece is a {@link netmp.nic.Wire} in front of another one, so they
 * combine freely. A {@link netmp.link.Link} takes time and threads from a {@link
 * netmp.nic.Scheduler}, and chance from a generator with a seed: in virtual time a network repeats
 * frame by frame.
 */
package netmp.link;
