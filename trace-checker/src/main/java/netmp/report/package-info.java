/**
 * Results as one self-contained page: tables, failures in full, space-time diagrams of traces.
 *
 * <p>May enter: how results look. Knows tables, texts and traces; where they come from is the
 * caller's.
 */
package netmp.report;
