using System.Runtime.InteropServices;
using Microsoft.ML.Trainers.LightGbm;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>Whether LightGBM's native library, which ML.NET's package of that name takes from another, is there.</summary>
internal static class LightGbmLibrary
{
    /// <summary>Whether it loads; it is tried once.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad("lib_lightgbm", typeof(LightGbmRegressionTrainer).Assembly, null, out _);
}
