using System.Collections.Concurrent;
using System.Diagnostics;

namespace SigProp.Samples.Web;

/// <summary>Clients that ask without a pause for some time.</summary>
internal static class LoadTest
{
    /// <param name="address">Where to ask.</param>
    /// <param name="digits">What to ask about, in turn.</param>
    /// <param name="clients">How many ask at one time.</param>
    /// <param name="duration">For how long.</param>
    /// <returns>How many requests were answered rightly, wrongly and not at all, and the milliseconds that they took, in order.</returns>
    public static async Task<(int Right, int Wrong, int Failed, double[] Milliseconds)> RunAsync(
        Uri address, IReadOnlyList<Digit> digits, int clients, TimeSpan duration)
    {
        int right = 0, wrong = 0, failed = 0, next = 0;
        var times = new ConcurrentBag<double>();
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                Digit digit = digits[Interlocked.Increment(ref next) % digits.Count];
                long asked = Stopwatch.GetTimestamp();
                try
                {
                    using HttpResponseMessage response = await client.PostAsJsonAsync("/predict", digit.Pixels);
                    response.EnsureSuccessStatusCode();
                    Reply? reply = await response.Content.ReadFromJsonAsync<Reply>();
                    Interlocked.Increment(ref reply?.Digit == digit.Name ? ref right : ref wrong);
                    times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                }
                catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        })));
        return (right, wrong, failed, [.. times.Order()]);
    }
}
