namespace SigProp.Numerics;

/// <summary>The kernels for matrix products, and the choice among them.</summary>
internal static class GemmKernels
{
    /// <summary>The environment variable that forces a kernel by name.</summary>
    public const string Variable = "SIGPROP_KERNEL";

    /// <summary>All kernels, the best first. The last one runs anywhere.</summary>
    public static IReadOnlyList<GemmKernel> All { get; } =
        [new Vector512Kernel(), new Vector256Kernel(), new Vector128Kernel(), new ScalarKernel()];

    /// <summary>The kernels this machine supports, the best first.</summary>
    public static IReadOnlyList<GemmKernel> Supported { get; } = [.. All.Where(kernel => kernel.IsSupported)];

    public static string SupportedNames => string.Join(", ", Supported.Select(kernel => kernel.Name));

    /// <summary>The kernel that SIGPROP_KERNEL names or, when it is not set, the best one this machine supports.</summary>
    /// <exception cref="ArgumentException">The variable names a kernel that does not exist or is not supported here.</exception>
    public static GemmKernel Select() => Select(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The kernel called <paramref name="name"/> or, when it is null or empty, the best one this machine supports.</summary>
    /// <exception cref="ArgumentException">There is no such kernel, or it is not supported here.</exception>
    public static GemmKernel Select(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return Supported[0];
        }

        GemmKernel kernel = All.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"{Variable} is '{name}', which is not a kernel; "
                + $"the kernels are {string.Join(", ", All.Select(candidate => candidate.Name))}.", nameof(name));
        return kernel.IsSupported
            ? kernel
            : throw new ArgumentException($"{Variable} is '{name}', which this machine does not support; "
                + $"supported are {SupportedNames}.", nameof(name));
    }
}
