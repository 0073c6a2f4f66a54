namespace SigProp.Cli.Display;

/// <summary>Shows how far training is, on the error stream.</summary>
internal abstract class ProgressDisplay
{
    /// <summary>The display that suits the stream: drawn again and again on a terminal, else line by line; or none.</summary>
    public static ProgressDisplay Create(ToolContext context, bool quiet)
        => quiet ? new NoDisplay() : context.Interactive ? new LiveDisplay(context.Error) : new PlainDisplay(context.Error);

    /// <summary>Does the work, with the display open around it.</summary>
    public abstract T Show<T>(Func<T> work);

    /// <summary>Begins a task of one training run or several.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="runs">How many runs.</param>
    /// <param name="measure">What the answers' accuracy is called.</param>
    public abstract TaskDisplay Begin(string name, int runs, string measure);
}
