/**
 * Decides whether a trace is a behaviour of the specifications: {@link netmp.validate.StreamEngine}
 * by walking through the states as the events come, {@link netmp.validate.TlcEngine} by plain TLC,
 * as a second opinion.
 *
 * <p>An object's events are judged by every specification that is about objects of its kind. A
 * specification takes the events that are actions of it and passes over those that are actions of
 * another one that is about the object; an event that is an action of none is refused.
 *
 * <p>May enter: reading traces, engines, explanations of refusals. Knows traces as files of a
 * documented format, and nothing of the stack that wrote them.
 */
package netmp.validate;
