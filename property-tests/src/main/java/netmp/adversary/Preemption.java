package netmp.adversary;

/**
 * One deviation from the schedule that never preempts.
 *
 * @param gap decisions passed since the deviation before, at least 0
 * @param choice which of the other threads goes on, counted round
 */
public record Preemption(int gap, int choice) {}
