using System.Collections.Concurrent;
using System.Globalization;
using SigProp.Cli.Output;
using SigProp.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SigProp.Cli.Display;

/// <summary>Draws bars on a terminal.</summary>
internal sealed class LiveDisplay(TextWriter writer) : ProgressDisplay
{
    private readonly ConcurrentDictionary<int, string> _details = [];
    private ProgressContext? _context;

    public override T Show<T>(Func<T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        return console.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 24, CompletedStyle = new Style(Color.Green), FinishedStyle = new Style(Color.Green) },
                new DetailColumn(_details))
            .Start(context =>
            {
                _context = context;
                return work();
            });
    }

    public override TaskDisplay Begin(string name, int runs, string measure)
    {
        ProgressContext context = _context ?? throw new InvalidOperationException("The display is not open.");
        return new LiveTask(context.AddTask(Markup.Escape(name), maxValue: 1), _details, runs, measure);
    }

    private sealed class LiveTask(ProgressTask task, ConcurrentDictionary<int, string> details, int runs, string measure) : TaskDisplay(runs)
    {
        private string _validation = "";

        protected override void Update(TrainingProgress progress, double part, TimeSpan left)
        {
            if (progress.Completed?.Validation is [.., AnswerReport head])
            {
                _validation = $"  validation {Format.Fraction(head.Accuracy)}";
            }

            string run = Runs > 1 ? $"{Done + 1}/{Runs}  " : "";
            task.Value = Math.Min(part, 0.999999);
            details[task.Id] =
                $"{run}epoch {progress.Epoch}/{progress.Epochs}  loss {Format.Fraction(progress.Loss)}  "
                + $"{measure} {Format.Fraction(progress.Accuracy)}{_validation}  {Format.Duration(left)} left";
        }

        protected override void Surveyed(long rows) => details[task.Id] = $"reading  {rows.ToString("N0", CultureInfo.InvariantCulture)} rows";

        protected override void Ended(string result, double part)
        {
            task.Value = part;
            details[task.Id] = result;
        }
    }

    private sealed class DetailColumn(ConcurrentDictionary<int, string> details) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
            => new Text(details.GetValueOrDefault(task.Id, "")).Overflow(Overflow.Ellipsis);
    }
}
