/**
 * Results as one self-contained page: tables, failures in full, traces step by step with the states
 * of their objects.
 *
 * <p>A trace is recorded in Java ({@link netmp.report.Recording}) and drawn in the browser, by the
 * scripts among this package's resources: {@code trace.js} knows the data, {@code diagram.js} and
 * {@code inspector.js} draw, {@code page.js} has the keys. They are plain JavaScript and load
 * nothing.
 *
 * <p>May enter: how results look. Knows tables, texts, traces and the validator's states; where
 * they come from is the caller's.
 */
package netmp.report;
