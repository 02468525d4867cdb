/**
 * The inside of the wall: the only code that touches TLC's classes.
 *
 * <p>Loaded once per specification by the isolated loader of {@code netmp.tlc}, together with TLC,
 * so static fields in here and in TLC belong to one run. Nothing outside refers to this package by
 * type; the interfaces of {@code netmp.tlc} are its only doors.
 *
 * <p>May enter: adapters to the internal interfaces of the pinned TLC. Judgement stays outside.
 */
package netmp.tlc.inside;
