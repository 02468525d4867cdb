/**
 * Messages and the ports they are put on (BSD: netmsg; DragonFly: {@code sys/msgport.h}). Every
 * thread speaks to a protocol thread by putting a message on its port, and in no other way. What
 * may enter: how messages travel, how they are replied to, how an owner waits. What a message asks
 * for does not: that is written where it is handled.
 *
 * <p>The protocol between senders and owner is {@code specs/msgport/MessagePort.tla}.
 */
package netmp.msg;
