import { Gate } from '../catalogue/gate.ts';
import { IMAGE_LIMITS } from './limits.ts';

/** How many may upload at once: so many in all, and so many of one person. Whoever waits for a place has sent us nothing yet. */
export class UploadPlaces {
  readonly #gate = new Gate({ atOnce: IMAGE_LIMITS.uploadsAtOnce, waiting: IMAGE_LIMITS.uploadsWaiting });
  readonly #taken = new Map<string, number>();

  async take<T>(userId: string, task: () => Promise<T>): Promise<T | 'unavailable' | 'too_many_requests'> {
    const taken = this.#taken.get(userId) ?? 0;
    if (taken >= IMAGE_LIMITS.uploadsOfOnePerson) return 'too_many_requests';
    this.#taken.set(userId, taken + 1);
    try {
      return (await this.#gate.through(task)) ?? 'unavailable';
    } finally {
      const left = (this.#taken.get(userId) ?? 1) - 1;
      if (left === 0) this.#taken.delete(userId);
      else this.#taken.set(userId, left);
    }
  }
}
