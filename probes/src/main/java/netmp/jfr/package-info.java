/**
 * Steps as events of the JDK's Flight Recorder, for programs that run in production, and traces
 * made of its recordings. What may enter: the events, who commits them, and who reads them back.
 * How a trace is written is for {@code netmp.trace} to say.
 */
package netmp.jfr;
