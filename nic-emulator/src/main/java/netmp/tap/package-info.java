/**
 * Linux TAP devices: the other end of a wire is the kernel's. What may enter: what talks to the
 * kernel, by the foreign-function interface, without native code of ours. The JVM should be started
 * with {@code --enable-native-access=ALL-UNNAMED}, or it warns.
 *
 * <p>A frame that is sent costs one system call, on the protocol thread that sends it; one that is
 * received costs one too, on the device's reader thread. Neither allocates.
 */
package netmp.tap;
