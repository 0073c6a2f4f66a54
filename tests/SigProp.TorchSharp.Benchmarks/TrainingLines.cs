using System.Globalization;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>Tells on the error stream how far training is: every 10 seconds and at each epoch's end, with the time that is left at the pace so far.</summary>
internal sealed class TrainingLines(string title) : IProgress<TrainingProgress>
{
    private const double Interval = 10;

    private double _told;
    private double _from;

    public void Report(TrainingProgress value)
    {
        double done = value.Epoch - 1 + ((double)value.Step / value.Steps);
        if (value.Resumed is TrainingResumption resumed)
        {
            (_from, _told) = (value.Epoch, value.ElapsedSeconds);
            Console.Error.WriteLine($"{title}: goes on after epoch {resumed.Epoch}.{string.Concat(resumed.Warnings.Select(w => " " + w))}");
            return;
        }

        bool isEnd = value.Completed is not null;
        if (isEnd || value.ElapsedSeconds - _told >= Interval)
        {
            _told = value.ElapsedSeconds;
            double left = done > _from ? value.ElapsedSeconds / (done - _from) * (value.Epochs - done) : 0;
            string error = value.Completed?.Validation is [.., AnswerReport head]
                ? string.Create(CultureInfo.InvariantCulture, $", test error {100 * (1 - head.Accuracy):F2} %") : "";
            string step = isEnd ? "" : $", step {value.Step} of {value.Steps}";
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{title}: epoch {value.Epoch} of {value.Epochs}{step}, loss {value.Loss:F4}{error}, {Time(value.ElapsedSeconds)} so far, {Time(left)} to go"));
        }
    }

    private static string Time(double seconds) => seconds < 120 ? $"{seconds:F0} s" : seconds < 7200 ? $"{seconds / 60:F0} min" : $"{seconds / 3600:F1} h";
}
