/**
 * Buffers of one size that are used again and again. Fresh memory costs more than what is done in it here: the system clears it, and
 * the garbage collector runs for it.
 */
export class SpareBuffers {
  private readonly spare: Buffer[] = [];

  constructor(
    private readonly size: number,
    private readonly most: number,
  ) {}

  /** A buffer with something in it, of the usual size or as large as is needed. */
  take(needed = this.size): Buffer {
    return needed > this.size ? Buffer.allocUnsafeSlow(needed) : (this.spare.pop() ?? Buffer.allocUnsafeSlow(this.size));
  }

  /** Parts of buffers that were taken, one of each, when nobody looks at them any more. */
  giveBack(...parts: Buffer[]): void {
    for (const { buffer } of parts)
      if (buffer.byteLength === this.size && this.spare.length < this.most) this.spare.push(Buffer.from(buffer));
  }
}
