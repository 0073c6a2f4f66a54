using System.Diagnostics;
using System.Globalization;
using SigProp.Cli.Output;
using SigProp.Training;

namespace SigProp.Cli.Display;

/// <summary>Writes lines, for logs: one an epoch, and at most a few a second.</summary>
internal sealed class PlainDisplay(TextWriter writer) : ProgressDisplay
{
    public override T Show<T>(Func<T> work) => work();

    public override TaskDisplay Begin(string name, int runs, string measure) => new PlainTask(writer, name, runs, measure);

    private sealed class PlainTask(TextWriter writer, string name, int runs, string measure) : TaskDisplay(runs)
    {
        private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(300);

        private static readonly TimeSpan s_survey = TimeSpan.FromSeconds(5);

        private Stopwatch? _written;
        private Stopwatch? _surveyed;

        protected override void Update(TrainingProgress progress, double part, TimeSpan left)
        {
            bool last = Runs == 1 && progress.Epoch == progress.Epochs;
            if (progress.Completed is null || (_written is not null && _written.Elapsed < s_least && !last))
            {
                return;
            }

            _written = Stopwatch.StartNew();
            string run = Runs > 1 ? $" {Done + 1}/{Runs}" : "";
            writer.WriteLine($"{name}{run}: epoch {progress.Epoch}/{progress.Epochs}  {Details.Of(progress, measure)}"
                + (part < 1 ? $"  {Format.Duration(left)} left" : ""));
        }

        protected override void Surveyed(long rows)
        {
            if (_surveyed is null || _surveyed.Elapsed >= s_survey)
            {
                _surveyed = Stopwatch.StartNew();
                writer.WriteLine($"{name}: {rows.ToString("N0", CultureInfo.InvariantCulture)} rows read");
            }
        }

        protected override void GoesOn(TrainingResumption resumption, int epochs)
        {
            foreach (string warning in resumption.Warnings)
            {
                writer.WriteLine($"{name}: {warning}");
            }

            writer.WriteLine($"{name}: goes on after epoch {resumption.Epoch} of {epochs}, from {resumption.File}");
        }

        protected override void Ended(string result, double part)
        {
            writer.WriteLine(Runs > 1 ? $"{name} {Done}/{Runs}: {result}" : $"{name}: {result}");
        }
    }
}
