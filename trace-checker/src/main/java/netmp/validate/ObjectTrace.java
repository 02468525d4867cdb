package netmp.validate;

import java.util.List;

/**
 * What happened to one object, as one specification sees it.
 *
 * @param spec the specification
 * @param events those of the object's events that are actions of it, in the order of the trace
 */
record ObjectTrace(ObjectSpec spec, List<TraceEvent> events) {}
