/**
 * TLC as a library: one specification, one isolated class loader, one result.
 *
 * <p>TLC keeps its state in static fields, and a second specification in the same class loader gets
 * wrong answers. So every run loads TLC anew. This package holds what both sides of that wall share
 * (plain interfaces and records) and the code that opens it; what touches a TLC class lives in
 * {@code netmp.tlc.inside} and is reached only through {@link netmp.tlc.TlcRun}.
 *
 * <p>May enter: the modules of a specification tree, runs of TLC on them, and their results. Knows
 * nothing of manifests and traces, and no type of TLC.
 */
package netmp.tlc;
