/**
 * Tests on a network that repeats exactly, with JUnit 5. What may enter: what connects {@code
 * netmp.network} with JUnit. See {@code docs/testing-with-netmp.md}.
 */
package netmp.testing;
