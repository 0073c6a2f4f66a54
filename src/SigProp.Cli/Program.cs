using System.Text;

namespace SigProp.Cli;

/// <summary>The process: console streams, and Ctrl-C, which asks to stop the first time and ends the process the second time.</summary>
internal static class Program
{
    private const string ShowCursor = "\u001b[?25h";

    public static int Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        bool interactive = !Console.IsErrorRedirected;
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = !stop.IsCancellationRequested;
            if (press.Cancel)
            {
                stop.Cancel();
            }
            else if (interactive)
            {
                Console.Error.Write(ShowCursor);
            }
        };

        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        return Tool.Run(args, new ToolContext(output, Console.Error, interactive, stop.Token));
    }
}
