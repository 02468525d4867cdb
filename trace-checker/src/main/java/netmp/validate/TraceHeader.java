package netmp.validate;

/**
 * The first line of a trace.
 *
 * @param workload what ran
 * @param seed from which it repeats
 * @param mode {@code sim} or {@code real}
 * @param totalOrder whether the events are in the order in which they happened; otherwise each has
 *     an interval
 * @param cpus protocol threads per stack
 */
public record TraceHeader(String workload, long seed, String mode, boolean totalOrder, int cpus) {}
