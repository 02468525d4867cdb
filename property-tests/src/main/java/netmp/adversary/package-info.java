/**
 * The adversary: episodes of a workload under schedules and packets chosen to break it, the
 * strategies that choose, generation and shrinking by jqwik, and their files. What may enter: what
 * disturbs a run, and the verdict over it. Workloads do not.
 */
package netmp.adversary;
