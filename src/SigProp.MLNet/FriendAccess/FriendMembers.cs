using System.Reflection;

namespace SigProp.MLNet.FriendAccess;

/// <summary>The members of ML.NET that are not public and that this assembly uses, and whether the ML.NET that is loaded has them.</summary>
internal static class FriendMembers
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static volatile bool s_checked;

    /// <summary>All of them, a line each: <c>assembly: type</c> or <c>assembly: type.member(parameter types)</c>.</summary>
    public static IReadOnlyList<string> All { get; } = ReadAll();

    /// <summary>Checks once that all members are there.</summary>
    /// <exception cref="MissingMemberException">One is not; the message names it and the version that is loaded.</exception>
    public static void ThrowIfMissing()
    {
        if (!s_checked)
        {
            ThrowIfMissing(All);
            s_checked = true;
        }
    }

    internal static void ThrowIfMissing(IEnumerable<string> members)
    {
        foreach (IGrouping<string, string> group in members.GroupBy(member => member[..member.IndexOf(':', StringComparison.Ordinal)]))
        {
            Assembly assembly = Assembly.Load(group.Key);
            foreach (string member in group)
            {
                if (!Exists(assembly, member[(group.Key.Length + 2)..]))
                {
                    throw new MissingMemberException(
                        $"SigProp.MLNet {VersionOf(typeof(FriendMembers).Assembly)} does not work with the version of ML.NET that is loaded: "
                        + $"{group.Key} {VersionOf(assembly)} has no {member[(group.Key.Length + 2)..]}. "
                        + "Use Microsoft.ML 5.0.0, or a newer SigProp.MLNet.");
                }
            }
        }
    }

    /// <summary>The member as a line of the list calls it, without its type.</summary>
    internal static string Signature(string name, IEnumerable<string> parameterTypes) => $"{name}({string.Join(", ", parameterTypes)})";

    /// <summary>The version of the package: ML.NET's assembly version is 1.0.0.0 in all of them.</summary>
    internal static string VersionOf(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? assembly.GetName().Version?.ToString() ?? "";

    private static bool Exists(Assembly assembly, string member)
    {
        // type, type.field, type.method(...), type..ctor(...)
        if (assembly.GetType(member) is not null)
        {
            return true;
        }

        int end = member.IndexOf('(', StringComparison.Ordinal);
        int dot = member.LastIndexOf('.', end < 0 ? member.Length - 1 : end);
        if (dot > 0 && member[dot - 1] == '.')
        {
            dot--;
        }

        if (dot < 0 || assembly.GetType(member[..dot]) is not Type type)
        {
            return false;
        }

        string signature = member[(dot + 1)..];
        return end < 0
            ? type.GetField(signature, Declared) is not null
            : type.GetMembers(Declared).OfType<MethodBase>().Any(
                method => Signature(method.Name, method.GetParameters().Select(p => p.ParameterType.Name)) == signature);
    }

    private static List<string> ReadAll()
    {
        using Stream stream = typeof(FriendMembers).Assembly.GetManifestResourceStream("FriendMembers.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
