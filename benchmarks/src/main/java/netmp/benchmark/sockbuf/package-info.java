/**
 * The socket buffers compared with each other and with the queues of others. What may enter:
 * contenders, scenarios, and what measures and shows them.
 */
package netmp.benchmark.sockbuf;
