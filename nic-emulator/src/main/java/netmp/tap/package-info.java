/**
 * Linux TAP devices: the other end of a wire is the kernel's. What may enter: what talks to the
 * kernel, by the foreign-function interface, without native code of ours. The JVM should be started
 * with {@code --enable-native-access=ALL-UNNAMED}, or it warns.
 *
 * <p>Frames that are sent together, up to 32 of them, cost one system call, on the protocol thread
 * that sends them, and so do those that are received together, on the device's reader thread
 * (io_uring; Linux 6.1). Where the kernel has no such thing, or not for this user, each frame costs
 * one. Nothing is allocated.
 */
package netmp.tap;
