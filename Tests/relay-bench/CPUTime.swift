import Glibc

/// Processor time of the calling thread: what neighbours on the machine do does not count.
enum CPUTime {
    /// In seconds.
    static var now: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
