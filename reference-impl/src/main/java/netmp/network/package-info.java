/**
 * Networks of stacks in one process: hosts, links and switches in a few lines, on virtual time or
 * real, all chance from one seed. What may enter: what a program needs to run its own code on such
 * a network, to break the network in a repeatable way, and to see what went over it. How links
 * behave is in {@code netmp.link}; this package gives them time from an {@link
 * netmp.exec.Execution}.
 */
package netmp.network;
