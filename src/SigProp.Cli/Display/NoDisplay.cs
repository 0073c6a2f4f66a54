using SigProp.Training;

namespace SigProp.Cli.Display;

/// <summary>Shows nothing.</summary>
internal sealed class NoDisplay : ProgressDisplay
{
    public override T Show<T>(Func<T> work) => work();

    public override TaskDisplay Begin(string name, int runs, string measure) => new NoTask(runs);

    private sealed class NoTask(int runs) : TaskDisplay(runs)
    {
        protected override void Update(TrainingProgress progress, double part, TimeSpan left)
        {
        }

        protected override void Ended(string result, double part)
        {
        }
    }
}
