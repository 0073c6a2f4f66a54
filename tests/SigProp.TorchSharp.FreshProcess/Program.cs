using SigProp.Data;
using SigProp.Training;

namespace SigProp.TorchSharp.FreshProcess;

internal static class Program
{
    /// <summary>Prints, a line each, why neither device can be used, and what a small network was trained on where nothing was asked for.</summary>
    public static int Main()
    {
        foreach (TrainingDevice device in new[] { TrainingDevice.Cpu, TrainingDevice.Cuda })
        {
            try
            {
                Console.WriteLine($"{device}: {new TorchSharpTrainer(null, device).Device}");
            }
            catch (PlatformNotSupportedException e)
            {
                Console.WriteLine($"{device}: {e.Message}");
            }
        }

        var trainer = new TorchSharpTrainer(new TrainingOptions { Epochs = 1, ValidationFraction = 0 });
        var data = new Dataset([0, 1, 1, 0, 0, 2, 2, 0], 2, [0, 1, 0, 1], 2);
        TrainingResult result = trainer.Train(NetworkSpec.Create(2, 2).Dense(4).Build(), data);
        Console.WriteLine($"{result.Report.Device}: {trainer.WhyManaged}");
        return 0;
    }
}
