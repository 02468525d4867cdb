---------------------------- MODULE MCTransmitRing ----------------------------
EXTENDS TransmitRing

CONSTANT MaxFrames

FrameSet == 1..MaxFrames
LocationSet == RingLocations

(* What traces are validated against.                                      *)
Reported == INSTANCE TraceTransmitRing WITH
  Count <- 0..MaxFrames,
  ring <- IF driver.enqueued = 0 THEN 0 ELSE Size,
  enqueued <- driver.enqueued,
  rung <- Last(mem, Doorbell),
  sent <- device.sent,
  reclaimed <- driver.reclaimed

ImplementsReported == Reported!ReportedSpec
===============================================================================
