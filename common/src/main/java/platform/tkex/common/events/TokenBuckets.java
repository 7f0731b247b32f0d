package platform.tkex.common.events;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import platform.tkex.common.time.Ticker;

/**
 * A budget per key: {@code burst} at once, then one per {@code refill}.
 *
 * <p>Keeps the most recently used keys only; a forgotten key starts with a full bucket. Not
 * thread-safe.
 */
final class TokenBuckets {

  private final int burst;
  private final Duration refill;
  private final Ticker ticker;
  private final Map<String, Bucket> buckets;

  private static final class Bucket {
    private double tokens;
    private long at;
  }

  TokenBuckets(int burst, Duration refill, int maxKeys, Ticker ticker) {
    this.burst = burst;
    this.refill = refill;
    this.ticker = ticker;
    this.buckets = new RecentMap<>(maxKeys);
  }

  /** Whether a token was there; it is gone now. */
  boolean take(String key) {
    long now = ticker.nanos();
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = burst;
      bucket.at = now;
      buckets.put(key, bucket);
    }
    double grown = bucket.tokens + (double) (now - bucket.at) / refill.toNanos();
    bucket.tokens = Math.min(burst, grown);
    bucket.at = now;
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens -= 1;
    return true;
  }

  /** Drops the least recently used entries beyond a size. */
  static final class RecentMap<K, V> extends LinkedHashMap<K, V> {
    private final int max;

    RecentMap(int max) {
      super(16, 0.75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > max;
    }
  }
}
