namespace System.Runtime.CompilerServices;

/// <summary>Tells the runtime that this assembly may use the internal members of another one. The runtime knows it by its name.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    /// <summary>The simple name of the assembly whose internal members may be used.</summary>
    public string AssemblyName { get; } = assemblyName;
}
