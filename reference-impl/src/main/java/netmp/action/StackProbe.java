package netmp.action;

import netmp.probe.Probe;

/**
 * The probes of the stack: one for each action of the specifications in {@code specs/}, under the
 * action's name and with its parameters. A test holds both lists together, both ways.
 */
public enum StackProbe implements Probe {
  // msgport
  /** A message is put. */
  PUT("Put", 1),
  /** The sender has looked whether the owner waits. */
  WAKE("Wake", 1),
  /** The owner takes a message. */
  GET("Get", 1),
  /** The owner announces that it waits. */
  ANNOUNCE_WAIT("AnnounceWait", 0),
  /** The owner has looked again. */
  RECHECK("Recheck", 1),
  /** The owner waits no longer. */
  CANCEL_WAIT("CancelWait", 0),

  // handshake and sendspace
  /** A user takes the buffer's lock. */
  LOCK("Lock", 1),
  /** A user finds less than it wants. */
  SHORT("Short", 2),
  /** A user gives the lock back. */
  UNLOCK("Unlock", 1),
  /** A user hands over its predicate message. */
  SEND_PREDICATE("SendPredicate", 1),
  /** A user gives up its wait. */
  SEND_ABORT("SendAbort", 1),
  /** A user sees the reply. */
  RESUME("Resume", 1),
  /** The owner evaluates a predicate. */
  EVALUATE("Evaluate", 2),
  /** The owner links a waiter. */
  ENQUEUE("Enqueue", 1),
  /** The owner replies to a waiter. */
  REPLY("Reply", 1),
  /** The owner unlinks a waiter that gave up. */
  ABORT("Abort", 1),
  /** The owner sets the mark that the socket has an error. */
  SET_ERROR("SetError", 0),
  /** The lock holder clears that mark. */
  TAKE_ERROR("TakeError", 1),
  /** The owner sets the high-water mark. */
  SBRESERVE("SbReserve", 1),
  /** The producer counts the bytes of a packet. */
  SBALLOC("SbAlloc", 1),
  /** The consumer counts the bytes of a packet or of a part of it. */
  SBFREE("SbFree", 1),

  // handshake
  /** A user reads the end-of-file bit. */
  LOAD_CANTRCVMORE("LoadCantRcvMore", 2),
  /** The owner sets the end-of-file bit. */
  SET_CANTRCVMORE("SetCantRcvMore", 0),

  // abort, and SendPredicate, SendAbort, Resume, Enqueue, Reply, Abort
  /** The owner has got the abort of a wait. */
  GIVE_UP("GiveUp", 2),
  /** The owner replies to the abort. */
  REPLY_TO_ABORT("ReplyToAbort", 1),
  /** The owner replies to a message that comes after its abort. */
  REPLY_GIVEN_UP("ReplyGivenUp", 1),

  // portchange
  /** A sender reads where to send. */
  READ_PORT("ReadPort", 1),
  /** A protocol thread has found that the socket is its own. */
  HANDLE("Handle", 1),
  /** A protocol thread has found that a message must be forwarded. */
  CHASE("Chase", 2),
  /** The owner gives the socket up. */
  LEAVE("Leave", 2),
  /** A protocol thread takes the socket over. */
  ARRIVE("Arrive", 2),

  // sendspace
  /** A user reads whether it may send. */
  LOAD_CANTSENDMORE("LoadCantSendMore", 2),
  /** The owner ends the sending direction. */
  SET_CANTSENDMORE("SetCantSendMore", 0),

  // shutdown
  /** A user has flushed a receive buffer that has ended. */
  FLUSHED("Flushed", 1),
  /** A user with the lock seals a send buffer. */
  SEAL("Seal", 1),
  /** The owner has sent the end of file. */
  FIN("Fin", 0),

  // close, and Fin
  /** An end of a connection knows its peer. */
  CONNECTED("Connected", 0),
  /** A packet of the peer has come. */
  INPUT("Input", 1),
  /** The owner has ended the receive buffer. */
  END_INPUT("EndInput", 0),
  /** A packet went to the peer. */
  OUTPUT("Output", 0),
  /** The user of the peer has closed. */
  GONE("Gone", 0),
  /** Both ends have sent their end of file. */
  CUT("Cut", 0),
  /** The peer was killed. */
  RESET("Reset", 1),
  /** The user closes, or kills the connection. */
  DISCONNECT("Disconnect", 1),
  /** The user that closed has lingered. */
  LINGER_ENDS("LingerEnds", 1),

  // accept
  /** A listener gets its backlog. */
  LISTEN("Listen", 1),
  /** The listener's owner takes a place of the backlog for a connection. */
  RESERVE("Reserve", 1),
  /** There is no place. */
  REFUSE("Refuse", 0),
  /** The thread of a new socket has filled it. */
  FILL("Fill", 1),
  /** A connection goes into the queue. */
  COMPLETE("Complete", 1),
  /** The owner takes a connection out for a user. */
  TAKE_CONNECTION("TakeConnection", 2),
  /** A user has a connection. */
  ACCEPTED("Accepted", 2),
  /** A user ends the listener. */
  STOP_LISTENING("StopListening", 1),

  // sostate
  /** Flags are set and cleared. */
  CHANGE_STATE("ChangeState", 2),
  /** The flags are read. */
  LOAD_STATE("LoadState", 1),

  // notify
  /** A writer has exchanged the pending mark. */
  POST("Post", 1),
  /** The owner clears the pending mark. */
  CLEAR("Clear", 0),

  // readiness
  /** The owner of a socket has linked a knote. */
  ATTACH("Attach", 1),
  /** The owner has exchanged a knote's word. */
  ACTIVATE("Activate", 2),
  /** A knote is put on the ready list. */
  PUT_READY("PutReady", 1),
  /** Who put a knote has looked for a waiting user. */
  WAKE_WAITER("WakeWaiter", 1),
  /** The owner marks a knote of a closed socket. */
  CLOSE("Close", 1),
  /** The owner has unlinked a knote. */
  DETACH("Detach", 1),
  /** A user marks a knote that was unlinked for it. */
  FORGET("Forget", 1),
  /** A user takes the queue's lock. */
  KQ_LOCK("KqLock", 1),
  /** The user with the lock takes the ready list. */
  TAKE_ALL("TakeAll", 1),
  /** The user with the lock takes the oldest knote and clears its word. */
  TAKE("Take", 1),
  /** The user with the lock evaluates a knote's condition. */
  EVALUATE_KNOTE("EvaluateKnote", 2),
  /** The user with the lock has exchanged the word of a knote that it reports. */
  REACTIVATE("Reactivate", 2),
  /** A user wants to be told of a knote again. */
  ENABLE_KNOTE("EnableKnote", 2),
  /** A user gives the queue's lock back. */
  KQ_UNLOCK("KqUnlock", 1),
  /** A user announces that it waits. */
  ANNOUNCE("Announce", 1),
  /** A user waits no longer. */
  RETRACT("Retract", 2),

  // pcb/listen and udp/replicated
  /** The owner of a control block has changed its own table, and so will the others. */
  BEGIN_PASS("BeginPass", 2),
  /** A CPU has made its entry of a control block what the block says. */
  PASS("Pass", 1),
  /** All CPUs have, and the owner knows it. */
  END_PASS("EndPass", 1),
  /** A CPU has found a control block for a packet. */
  LOOKUP("Lookup", 1),
  /** A CPU needs a control block that it has found no longer. */
  END_USE("EndUse", 1),

  // udp/migration
  /** A control block leaves a CPU for another one. */
  DEPART("Depart", 2),
  /** A control block is linked where it has come to. */
  RELINK("Relink", 2),
  /** A packet has found a tombstone, and goes after the socket. */
  TAG("Tag", 2),
  /** A packet has found the socket that it went after. */
  ACCEPT_TAGGED("AcceptTagged", 2),
  /** A CPU takes a tombstone away. */
  RETIRE("Retire", 2),
  /** A marker has come to where the socket is. */
  END_MARKER("EndMarker", 2),
  /** The owner of a control block has taken it out for good. */
  CLOSE_BLOCK("CloseBlock", 1),

  // udp/nsockbufs
  /** A producer has reserved the room for a packet. */
  OFFER("Offer", 1),
  /** A producer has no room for a packet. */
  DROP("Drop", 1),
  /** A producer gives the room back, for its ring has no free slot. */
  GIVE_BACK("GiveBack", 1),
  /** A producer that has appended reads its ready bit. */
  LOOK_READY("LookReady", 2),
  /** A producer sets its ready bit. */
  MARK_READY("MarkReady", 1),
  /** A producer has looked whether the owner wants to be told, and exchanged the word. */
  TEST_NOTIFY("TestNotify", 2),
  /** A producer ends its sockbuf. */
  END_QUEUE("EndQueue", 1),
  /** The owner wants to be told of the next append. */
  ARM("Arm", 0),
  /** The owner has got the message of a producer. */
  TAKE_NOTIFY("TakeNotify", 0),
  /** The consumer takes a packet from a sockbuf. */
  DEQUEUE_FROM("DequeueFrom", 1),
  /** The consumer clears the ready bit of a sockbuf that it found empty. */
  CLEAR_READY("ClearReady", 1),
  /** The consumer looks again whether it is empty. */
  RECHECK_QUEUE("RecheckQueue", 2),
  /** The consumer sets the bit again. */
  RESTORE_READY("RestoreReady", 1),
  /** The consumer goes on to a sockbuf that is ready. */
  ADVANCE("Advance", 1),
  /** The consumer finds that none is ready. */
  FIND_NONE("FindNone", 1),

  // tcp/connection
  /** A connection begins with a SYN of this end. */
  ACTIVE_OPEN("ActiveOpen", 0),
  /** A connection begins that a peer has asked for and confirmed. */
  PASSIVE_OPEN("PassiveOpen", 1),
  /** The peer's SYN is taken. */
  TAKE_SYN("TakeSyn", 0),
  /** SND.UNA moves. */
  TAKE_ACK("TakeAck", 1),
  /** The peer's window is taken. */
  TAKE_WINDOW("TakeWindow", 2),
  /** Text is in the receive buffer, or nobody wants it. */
  TAKE_TEXT("TakeText", 2),
  /** The peer's FIN is taken. */
  TAKE_FIN("TakeFin", 1),
  /** A reset is believed. */
  TAKE_RESET("TakeReset", 1),
  /** The FIN has a sequence number. */
  QUEUE_FIN("QueueFin", 1),
  /** The next that is sent is a probe of the peer's window. */
  PROBE_WINDOW("ProbeWindow", 0),
  /** A segment is handed to IP. */
  TRANSMIT("Transmit", 2),
  /** It acknowledges, and tells this end's window. */
  TELL_WINDOW("TellWindow", 2),
  /** The state changes. */
  TRANSITION("Transition", 2),
  /** A connection ends at once, for another reason than a reset. */
  GIVE_UP_CONNECTION("GiveUpConnection", 1),

  // tcp/window, and of tcp/connection what it has, too
  /** It is known what users have written. */
  PULL("Pull", 1),
  /** The most text of a segment is another from now on. */
  EFF_SND_MSS("EffSndMss", 1),
  /** TCP_NODELAY is set or cleared. */
  NO_DELAY("NoDelay", 1),
  /** Urgent data waits for its acknowledgment, or does so no longer. */
  URGENT_PENDING("UrgentPending", 1),
  /** The next that is sent is a tail loss probe of new text. */
  PROBE_TAIL("ProbeTail", 0),
  /** The right edge of this end's window moves. */
  MOVE_WINDOW("MoveWindow", 2),

  // mbuf
  /** A packet buffer is taken from its pool. */
  ALLOC_MBUF("AllocMbuf", 0),
  /** A packet buffer is given back. */
  FREE_MBUF("FreeMbuf", 0),
  /** A packet buffer is lent to a ring of the device. */
  LEND_MBUF("LendMbuf", 0),
  /** The device has given a packet buffer back. */
  RETURN_MBUF("ReturnMbuf", 0),

  // nic/ring
  /** The driver has posted a receive descriptor. */
  POST_DESCRIPTOR("PostDescriptor", 2),
  /** A thread of the device has claimed some. */
  CLAIM_DESCRIPTOR("ClaimDescriptor", 2),
  /** It has marked the descriptor as done. */
  COMPLETE_DESCRIPTOR("CompleteDescriptor", 2),
  /** The driver has found the next descriptor done. */
  POLL_DESCRIPTOR("PollDescriptor", 2),
  /** The driver has put a frame into a transmit descriptor. */
  ENQUEUE_FRAME("EnqueueFrame", 2),
  /** The driver has told the device how far to send. */
  RING_DOORBELL("RingDoorbell", 1),
  /** The device has sent a frame. */
  SEND_FRAME("SendFrame", 2),
  /** The driver has taken a transmit descriptor back. */
  RECLAIM_FRAME("ReclaimFrame", 1),
  /** The driver has reset a transmit ring that had stalled. */
  RESET_RING("ResetRing", 1),

  // interrupt, and CompleteDescriptor, PollDescriptor
  /** The driver asks for an interrupt. */
  ENABLE_INTERRUPT("EnableInterrupt", 0),
  /** The driver has looked at the next descriptor once more. */
  LOOK_AGAIN("LookAgain", 1),
  /** The driver masks the interrupt. */
  DISABLE_INTERRUPT("DisableInterrupt", 0),
  /** The device has masked the interrupt and raises it. */
  RAISE_INTERRUPT("RaiseInterrupt", 0),

  // sockbuf, all designs
  /** A packet becomes visible to the consumer. */
  APPEND_PUBLISH("AppendPublish", 0),
  /** The consumer looks how many packets there are. */
  SNAPSHOT("Snapshot", 2),
  /** A packet is taken. */
  DEQUEUE_COUNT("DequeueCount", 0),

  // sockbuf/lamport
  /** The producer reads the consumer's index. */
  LOAD_R("LoadR", 0),
  /** The producer writes a slot. */
  STORE_SLOT("StoreSlot", 1),
  /** The consumer reads a slot. */
  LOAD_SLOT("LoadSlot", 1),

  // sockbuf/fastforward
  /** The producer reads a slot some way ahead. */
  LOAD_AHEAD("LoadAhead", 1),
  /** The producer reads the slot it is about to fill. */
  LOAD_EMPTY("LoadEmpty", 1),
  /** The producer has written the packet. */
  STORE_PAYLOAD("StorePayload", 1),
  /** The consumer reads the packet. */
  LOAD_PAYLOAD("LoadPayload", 1),

  // sockbuf/coral, and LoadPayload
  /** The producer clears a header's link. */
  CLEAR_NEXT("ClearNext", 2),

  // sockbuf/cupholder
  /** The producer reads the last holder. */
  APPEND_LOAD("AppendLoad", 0),
  /** The producer reads the consumer's count. */
  APPEND_LOAD_COUNT("AppendLoadCount", 0),
  /** The producer refills the last holder. */
  APPEND_REUSE("AppendReuse", 1),
  /** The producer reads the head, and takes a free holder or makes one. */
  TAKE_HOLDER("TakeHolder", 1),
  /** The producer links a holder. */
  APPEND_LINK("AppendLink", 2),
  /** The consumer reads the first holder. */
  HEAD_LOAD("HeadLoad", 1),
  /** The consumer frees an empty first holder. */
  HEAD_DROP("HeadDrop", 0),
  /** The consumer reads a holder behind the first. */
  NOTE_LOAD("NoteLoad", 1),
  /** The consumer reads the link of the first holder. */
  DEQUEUE_NEXT("DequeueNext", 0),
  /** The consumer empties the first holder. */
  DEQUEUE_CLEAR("DequeueClear", 0),
  /** The consumer frees the first holder. */
  DEQUEUE_FREE("DequeueFree", 0);

  private final String action;
  private final int arity;

  StackProbe(String action, int arity) {
    this.action = action;
    this.arity = arity;
  }

  @Override
  public String action() {
    return action;
  }

  @Override
  public int arity() {
    return arity;
  }
}
