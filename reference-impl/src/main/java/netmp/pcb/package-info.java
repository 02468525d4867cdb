/**
 * Internet protocol control blocks (BSD: {@code netinet/in_pcb.h}). What may enter: which socket a
 * tuple of addresses and ports belongs to, per CPU. The tables of a CPU are read and written by its
 * protocol thread alone, so there is no lock and no ordering to think of.
 */
package netmp.pcb;
