/**
 * Programs over the socket provider and over the JDK's own, in turn. What may enter: the programs,
 * and who starts them.
 */
package netmp.benchmark.provider;
