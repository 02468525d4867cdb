package netmp.arbitrary;

/** What an ICMP message has behind its first 8 bytes. */
public sealed interface IcmpBody permits Octets, Quote {}
