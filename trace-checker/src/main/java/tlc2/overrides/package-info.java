/**
 * The one package whose name is not ours: TLC finds Java operators by the class name {@code
 * tlc2.overrides.TLCOverrides} alone. Nothing else may enter.
 */
package tlc2.overrides;
