/**
 * The soak: stacks on real threads, for minutes or hours, with faults of every kind, while their
 * users check every byte, the trace of one of them is judged as it is made, and at the end nothing
 * may be left over. What may enter: plans made from a seed, users that judge what they get, what
 * disturbs them, and the checks. Frames of floods do not: they are in {@code netmp.flood}.
 */
package netmp.soak;
